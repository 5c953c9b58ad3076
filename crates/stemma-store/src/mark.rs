//! A mark of what a store held when it was asked, from which what came later can be told.
//!
//! A store keeps no clock; its documents, its pictures and what people said are numbered as they come. A mark holds these numbers, with
//! the sign of all that could be asked then, and is written as one word.

use std::fmt;
use std::str::FromStr;

/// What a store held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Of the documents.
    pub revision: u64,
    /// Of the documents that the picture was made of; 0 where there was none.
    pub picture: u64,
    /// How many things people had said of events.
    pub fixes: u64,
    /// Another one whenever anything that can be asked is.
    pub sign: String,
}

impl fmt::Display for Mark {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}.{}.{}.{}", self.revision, self.picture, self.fixes, self.sign)
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(written: &str) -> Result<Mark, ()> {
        let mut parts = written.splitn(4, '.');
        let mut number = || parts.next().and_then(|part| part.parse().ok()).ok_or(());
        let (revision, picture, fixes) = (number()?, number()?, number()?);
        let sign = parts.next().ok_or(())?;
        let is_sign = !sign.is_empty() && sign.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_sign { Ok(Mark { revision, picture, fixes, sign: sign.to_owned() }) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn a_mark_is_one_word_and_nothing_else_is_one() {
        let mark = Mark { revision: 12, picture: 9, fixes: 0, sign: "3fa9".into() };
        assert_eq!((mark.to_string().as_str(), "12.9.0.3fa9".parse()), ("12.9.0.3fa9", Ok(mark)));
        for written in ["", "12", "1.2.3", "1.2.3.", "2024-05-01", "a.b.c.d", "1.2.3.x y", "-1.0.0.a"] {
            assert_eq!(written.parse::<Mark>(), Err(()), "{written}");
        }
    }
}
