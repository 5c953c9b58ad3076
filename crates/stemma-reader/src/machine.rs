//! What this machine can do: the instruction set for numbers, and the one for products of whole numbers.

use stemma_language::lanes::Instructions;

/// How sums of products of whole numbers are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Products {
    /// Four products of bytes in one instruction, sixteen sums at a time.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// The same for eight sums at a time, on machines whose registers are no longer.
    #[cfg(target_arch = "x86_64")]
    ShortVnni,
    /// Two products of 16 bits in one instruction, eight sums at a time.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Machine {
    pub(crate) lanes: Instructions,
    pub(crate) products: Products,
}

impl Machine {
    pub(crate) fn detect() -> Machine {
        let plain = Machine { lanes: Instructions::Portable, products: Products::Portable };
        *Machine::available().first().unwrap_or(&plain)
    }

    /// All that this machine can be taken for, the fastest first.
    pub(crate) fn available() -> Vec<Machine> {
        let products_for = |lanes: Instructions| {
            let mut products = Vec::new();
            #[cfg(target_arch = "x86_64")]
            {
                if lanes == Instructions::Avx512 && is_x86_feature_detected!("avx512vnni") {
                    products.push(Products::Vnni);
                }
                if lanes == Instructions::Avx2 && is_x86_feature_detected!("avxvnni") {
                    products.push(Products::ShortVnni);
                }
                if lanes != Instructions::Portable && is_x86_feature_detected!("avx2") {
                    products.push(Products::Avx2);
                }
            }
            if products.is_empty() || lanes == Instructions::Portable {
                products.push(Products::Portable);
            }
            products
        };
        let with_products =
            |lanes: Instructions| products_for(lanes).into_iter().map(move |products| Machine { lanes, products });
        Instructions::available().into_iter().flat_map(with_products).collect()
    }
}
