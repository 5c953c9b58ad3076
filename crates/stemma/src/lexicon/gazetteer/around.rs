//! Places by what a person knows of them other than a name: a GeoNames number, a point, or a box of the map.

use super::{Entry, Feature, Gazetteer, PlaceId};
use crate::model::kilometres;

impl Gazetteer {
    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let packs: u32 = self.packs.iter().map(super::Pack::count).sum();
        (0..self.file.count() + self.listed.len() as u32 + packs).filter_map(|number| self.entry(PlaceId(number)))
    }

    /// The place of this GeoNames number.
    pub fn of_geonames(&self, number: u32) -> Option<Entry<'_>> {
        self.entries().find(|entry| entry.geonames == Some(number))
    }

    /// The places of some features in a box: its west, south, east and north. One whose west lies east of its east holds the line of the date.
    pub fn in_box(
        &self,
        [west, south, east, north]: [f64; 4],
        is_of: impl Fn(Feature) -> bool,
    ) -> impl Iterator<Item = Entry<'_>> {
        self.entries().filter(move |entry| {
            let is_between = match west <= east {
                true => west <= entry.lon && entry.lon <= east,
                false => west <= entry.lon || entry.lon <= east,
            };
            is_between && south <= entry.lat && entry.lat <= north && is_of(entry.feature)
        })
    }

    /// The settlement nearest to a point, with its distance in kilometres; `None` where there is none within so many.
    pub fn nearest(&self, point: (f64, f64), within_km: f64) -> Option<(Entry<'_>, f64)> {
        // A degree of latitude is 111 km everywhere, which spares the sines of nearly all others.
        let band = within_km / 111.0 + 0.01;
        let near = self.entries().filter(|entry| {
            let is_settlement = entry.feature.is_settlement() || matches!(entry.feature, Feature::Section);
            is_settlement && (entry.lat - point.0).abs() <= band
        });
        near.map(|entry| (entry, kilometres(point, (entry.lat, entry.lon))))
            .filter(|(_, km)| *km <= within_km)
            .min_by(|a, b| a.1.total_cmp(&b.1))
    }
}
