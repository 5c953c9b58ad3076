//! Pages of a store as they lie in its file: the sum that each carries, and what the header of the first one says.
//!
//! A sealed file keeps the last eight bytes of every page free of SQLite's own matters; they hold a sum of the page and its number, so
//! that a byte that changed, a page that was not written and one that was written to the wrong place are all told apart from what was meant.

/// Bytes at the end of a page that hold its sum.
pub const SUM: usize = 8;

/// Bytes of the header that begins the first page.
pub const HEADER: usize = 100;

/// The byte of the header that says whether commits may lie in the log beside the file alone. SQLite leaves it zero, and no sum counts
/// it: it is written by itself, while others may write the page.
pub const MARK: usize = 72;

/// What the first bytes of a SQLite file are.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Odd numbers without a pattern: that multiply, and that stand for a page of zeros.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const BEGIN: u64 = 0x5374_656D_6D61_2031;

/// The number of the page that lies at such a place, counted from 1; `None` for what is no whole page.
pub fn number(length: usize, at: u64) -> Option<u32> {
    let is_page = length.is_power_of_two() && (512..=65536).contains(&length) && at.is_multiple_of(length as u64);
    if is_page { u32::try_from(at / length as u64 + 1).ok() } else { None }
}

/// Whether the first page says that pages carry sums.
pub fn is_sealed(first: &[u8]) -> bool {
    first.len() >= HEADER && first.starts_with(MAGIC) && usize::from(first[20]) == SUM
}

/// Each step can be undone when its word is known, and its word when the step is: so a change within one word is found for certain,
/// and any other one but for one in 2^64.
fn sum(content: &[u8], number: u32) -> u64 {
    let mut sum = BEGIN ^ u64::from(number).wrapping_mul(FACTOR);
    for (at, word) in content.as_chunks::<8>().0.iter().enumerate() {
        let mut word = u64::from_le_bytes(*word);
        if number == 1 && at == MARK / 8 {
            word &= !0xFF;
        }
        sum = (sum ^ word).wrapping_mul(FACTOR);
        sum ^= sum >> 29;
    }
    sum
}

/// Writes the sum of a page to its end.
pub fn seal(page: &mut [u8], number: u32) {
    let (content, end) = page.split_at_mut(page.len() - SUM);
    end.copy_from_slice(&sum(content, number).to_le_bytes());
}

/// Whether a page is as it was sealed.
pub fn is_whole(page: &[u8], number: u32) -> bool {
    let (content, end) = page.split_at(page.len() - SUM);
    end == sum(content, number).to_le_bytes()
}

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub page_size: u32,
    pub reserved: u8,
    /// How many pages the file has; `None` where that is not kept.
    pub pages: Option<u32>,
    pub version: u32,
    pub owner: i32,
    pub is_marked: bool,
}

impl Header {
    /// `None` where this is no SQLite file.
    pub fn of(head: &[u8]) -> Option<Header> {
        if head.len() < HEADER || !head.starts_with(MAGIC) {
            return None;
        }
        let word = |at: usize| u32::from_be_bytes(head[at..at + 4].try_into().expect("four bytes"));
        let page_size = match u32::from(u16::from_be_bytes([head[16], head[17]])) {
            1 => 65536,
            size => size,
        };
        Some(Header {
            page_size,
            reserved: head[20],
            pages: (word(24) == word(92)).then(|| word(28)),
            version: word(60),
            owner: word(68) as i32,
            is_marked: head[MARK] != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_tells_every_change_of_a_byte_and_every_other_place() {
        let page: Vec<u8> = (0..512_u32).map(|at| (at * at / 7) as u8).collect();
        for (number, mut page) in [(1, vec![0; 512]), (1, page.clone()), (7, page)] {
            seal(&mut page, number);
            assert!(is_whole(&page, number) && !is_whole(&page, number + 1));
            for at in 0..page.len() {
                for bit in 0..8 {
                    page[at] ^= 1 << bit;
                    assert_eq!(is_whole(&page, number), number == 1 && at == MARK, "byte {at}, bit {bit} of {number}");
                    page[at] ^= 1 << bit;
                }
            }
        }
        assert!(!is_whole(&[0; 512], 3), "a page of zeros was never sealed");
    }

    #[test]
    fn tells_pages_from_other_reads() {
        let check = |length, at, expected: Option<u32>| assert_eq!(number(length, at), expected, "{length} at {at}");
        check(4096, 0, Some(1));
        check(4096, 8192, Some(3));
        check(4096, 24, None);
        check(100, 0, None);
        check(16, 16, None);
    }
}
