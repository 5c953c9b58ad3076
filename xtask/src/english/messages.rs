//! Reads MessagePack as spaCy and thinc write it, numpy arrays included. Bytes come in, a tree of values goes out; extension types and
//! trailing bytes are refused, because none of the files has them and skipping them silently would hide a new format.

use anyhow::{Context, Result, bail, ensure};

/// One MessagePack value.
#[derive(Debug, Clone)]
pub enum Value {
    Nil,
    Boolean(bool),
    Integer(i128),
    Float,
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

/// An array of 32-bit numbers with its shape.
#[derive(Debug, Clone)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl Value {
    pub fn read(bytes: &[u8]) -> Result<Value> {
        let mut reader = Reader { bytes, position: 0 };
        let value = reader.value(0)?;
        ensure!(reader.position == bytes.len(), "bytes after the end of a MessagePack value");
        Ok(value)
    }

    pub fn text(&self) -> Result<&str> {
        match self {
            Value::Text(text) => Ok(text),
            other => bail!("expected a text, found {other:?}"),
        }
    }

    pub fn list(&self) -> Result<&[Value]> {
        match self {
            Value::List(items) => Ok(items),
            _ => bail!("expected a list"),
        }
    }

    pub fn map(&self) -> Result<&[(Value, Value)]> {
        match self {
            Value::Map(entries) => Ok(entries),
            _ => bail!("expected a map"),
        }
    }

    pub fn integer(&self) -> Result<i128> {
        match self {
            Value::Integer(number) => Ok(*number),
            other => bail!("expected an integer, found {other:?}"),
        }
    }

    /// The value under a textual key; numpy writes its own keys as bytes.
    pub fn get(&self, key: &str) -> Result<&Value> {
        self.find(key)?.with_context(|| format!("no key {key:?}"))
    }

    pub fn find(&self, key: &str) -> Result<Option<&Value>> {
        Ok(self.map()?.iter().find(|(found, _)| found.is_key(key)).map(|(_, value)| value))
    }

    fn is_key(&self, key: &str) -> bool {
        match self {
            Value::Text(text) => text == key,
            Value::Bytes(bytes) => bytes == key.as_bytes(),
            _ => false,
        }
    }

    pub fn tensor(&self) -> Result<Tensor> {
        let kind = match self.get("type")? {
            Value::Text(text) => text.clone(),
            Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            other => bail!("unreadable array type {other:?}"),
        };
        ensure!(kind == "<f4", "array of type {kind}, expected 32-bit floats");
        let shape = self
            .get("shape")?
            .list()?
            .iter()
            .map(|size| Ok(usize::try_from(size.integer()?)?))
            .collect::<Result<Vec<_>>>()?;
        let Value::Bytes(raw) = self.get("data")? else { bail!("array data are not bytes") };
        let data: Vec<f32> = raw.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        ensure!(data.len() == shape.iter().product::<usize>(), "array data and shape disagree");
        Ok(Tensor { shape, data })
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    position: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let end = self
            .position
            .checked_add(count)
            .filter(|end| *end <= self.bytes.len())
            .context("MessagePack ends early")?;
        let taken = &self.bytes[self.position..end];
        self.position = end;
        Ok(taken)
    }

    fn unsigned(&mut self, width: usize) -> Result<u64> {
        Ok(self.take(width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn signed(&mut self, width: usize) -> Result<Value> {
        let number = self.unsigned(width)?;
        let unused = 64 - 8 * width as u32;
        Ok(Value::Integer(i128::from(((number << unused) as i64) >> unused)))
    }

    fn text(&mut self, length: u64) -> Result<Value> {
        Ok(Value::Text(std::str::from_utf8(self.take(length as usize)?)?.to_owned()))
    }

    fn list(&mut self, count: u64, depth: usize) -> Result<Value> {
        (0..count).map(|_| self.value(depth + 1)).collect::<Result<_>>().map(Value::List)
    }

    fn map(&mut self, count: u64, depth: usize) -> Result<Value> {
        (0..count).map(|_| Ok((self.value(depth + 1)?, self.value(depth + 1)?))).collect::<Result<_>>().map(Value::Map)
    }

    fn value(&mut self, depth: usize) -> Result<Value> {
        ensure!(depth < 64, "MessagePack nested too deeply");
        let marker = self.take(1)?[0];
        Ok(match marker {
            0x00..=0x7f => Value::Integer(i128::from(marker)),
            0x80..=0x8f => self.map(u64::from(marker & 0x0f), depth)?,
            0x90..=0x9f => self.list(u64::from(marker & 0x0f), depth)?,
            0xa0..=0xbf => self.text(u64::from(marker & 0x1f))?,
            0xc0 => Value::Nil,
            0xc2 | 0xc3 => Value::Boolean(marker == 0xc3),
            0xc4..=0xc6 => {
                let length = self.unsigned(1 << (marker - 0xc4))?;
                Value::Bytes(self.take(length as usize)?.to_vec())
            }
            0xca => {
                self.take(4)?;
                Value::Float
            }
            0xcb => {
                self.take(8)?;
                Value::Float
            }
            0xcc..=0xcf => Value::Integer(i128::from(self.unsigned(1 << (marker - 0xcc))?)),
            0xd0..=0xd3 => self.signed(1 << (marker - 0xd0))?,
            0xd9..=0xdb => {
                let length = self.unsigned(1 << (marker - 0xd9))?;
                self.text(length)?
            }
            0xdc | 0xdd => {
                let count = self.unsigned(2 << (marker - 0xdc))?;
                self.list(count, depth)?
            }
            0xde | 0xdf => {
                let count = self.unsigned(2 << (marker - 0xde))?;
                self.map(count, depth)?
            }
            0xe0..=0xff => Value::Integer(i128::from(marker as i8)),
            other => bail!("MessagePack marker {other:#04x} is not supported"),
        })
    }
}
