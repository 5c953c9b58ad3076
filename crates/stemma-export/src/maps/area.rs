//! The area within which a place lies that is known but for a radius: a circle on the globe, as polygons of longitude and latitude.
//!
//! Its corners lie on the circle, and the lines between them inside of it. Across the line of the date it is two polygons (RFC 7946,
//! section 3.1.9); around a pole it reaches over all longitudes up to the pole. Rings go counterclockwise.

use stemma::model::{destination, kilometres};

/// Longitude and latitude of the corners, the first of which is the last again.
pub type Ring = Vec<[f64; 2]>;

#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// One, or two where the line of the date goes through.
    pub rings: Vec<Ring>,
}

const CORNERS: usize = 64;

/// Of radii: a smaller one is a point, and one of more than a quarter of the way around Earth says nothing of a place.
const LEAST_KM: f64 = 0.01;
const MOST_KM: f64 = 10_000.0;

/// Nearer to a pole no direction is told from another; that is eleven metres.
const MOST_LAT: f64 = 89.9999;

/// Corners are written to a centimetre.
const PER_DEGREE: f64 = 1e7;

impl Area {
    /// The circle around a point, given as latitude and longitude; nothing where there is none.
    pub fn around((lat, lon): (f64, f64), radius_km: f64) -> Option<Area> {
        let is_place = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        if !is_place || !(LEAST_KM..=MOST_KM).contains(&radius_km) {
            return None;
        }
        let centre = (lat.clamp(-MOST_LAT, MOST_LAT), lon);
        let bearing = |at: usize| -360.0 * at as f64 / CORNERS as f64;
        let corners = (0..CORNERS).map(|at| destination(centre, radius_km, bearing(at)));
        let pole = [90.0, -90.0].into_iter().find(|pole| kilometres(centre, (*pole, lon)) <= radius_km);
        let rings = match pole {
            Some(pole) => vec![around_pole(corners.map(|(lat, lon)| [lon, lat]).collect(), pole)],
            // No corner is more than 90 degrees of longitude from the centre where no pole is inside.
            None => cut(corners.map(|(lat, east)| [lon + turn(east - lon), lat]).collect()),
        };
        let rings: Vec<Ring> = rings.into_iter().filter_map(finished).collect();
        (!rings.is_empty()).then_some(Area { rings })
    }
}

/// A difference of longitudes, the short way.
fn turn(degrees: f64) -> f64 {
    (degrees + 180.0).rem_euclid(360.0) - 180.0
}

/// The ring of a circle with a pole inside: along the circle from one side of the map to the other, and back along the pole.
fn around_pole(mut corners: Ring, pole: f64) -> Ring {
    corners.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (first, last) = (corners[0], corners[corners.len() - 1]);
    let gap = first[0] + 360.0 - last[0];
    let edge = last[1] + (first[1] - last[1]) * if gap > 0.0 { (180.0 - last[0]) / gap } else { 0.0 };
    let mut ring: Ring = [[-180.0, edge]].into_iter().chain(corners).chain([[180.0, edge]]).collect();
    if pole < 0.0 {
        ring.reverse();
    }
    let end = ring[ring.len() - 1][0];
    ring.extend([[end, pole], [-end, pole]]);
    ring
}

/// The parts of a ring on both sides of the line of the date.
fn cut(ring: Ring) -> Vec<Ring> {
    let line = match () {
        () if ring.iter().any(|corner| corner[0] > 180.0) => 180.0,
        () if ring.iter().any(|corner| corner[0] < -180.0) => -180.0,
        () => return vec![ring],
    };
    let beyond = |corner: &[f64; 2]| (corner[0] - line) * line;
    let near = part(&ring, line, |corner| beyond(corner) <= 0.0);
    let mut far = part(&ring, line, |corner| beyond(corner) >= 0.0);
    far.iter_mut().for_each(|corner| corner[0] -= 2.0 * line);
    vec![near, far]
}

/// The part of a ring on one side of a meridian, with corners where it crosses (Sutherland and Hodgman, 1974).
fn part(ring: &[[f64; 2]], line: f64, is_inside: impl Fn(&[f64; 2]) -> bool) -> Ring {
    let mut kept = Ring::new();
    for (at, corner) in ring.iter().enumerate() {
        let before = &ring[(at + ring.len() - 1) % ring.len()];
        if is_inside(before) != is_inside(corner) {
            let share = (line - before[0]) / (corner[0] - before[0]);
            kept.push([line, before[1] + share * (corner[1] - before[1])]);
        }
        if is_inside(corner) {
            kept.push(*corner);
        }
    }
    kept
}

/// Rounded and closed; nothing where rounding leaves no area.
fn finished(mut ring: Ring) -> Option<Ring> {
    for corner in &mut ring {
        *corner = corner.map(|degrees| (degrees * PER_DEGREE).round() / PER_DEGREE);
    }
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring.push(*ring.first()?);
    (doubled_surface(&ring) > 0.0).then_some(ring)
}

/// Twice the surface in square degrees; less than 0 of a ring that goes clockwise.
fn doubled_surface(ring: &[[f64; 2]]) -> f64 {
    let [x, y] = ring[0];
    let across = |pair: &[[f64; 2]]| (pair[0][0] - x) * (pair[1][1] - y) - (pair[1][0] - x) * (pair[0][1] - y);
    ring.windows(2).map(across).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use stemma::model::kilometres;

    use super::{Area, CORNERS, Ring, doubled_surface};

    /// Whether two lines cross at a point inside of both.
    fn cross([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> bool {
        let side =
            |a: [f64; 2], b: [f64; 2], p: [f64; 2]| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    }

    fn holds(ring: &Ring, [x, y]: [f64; 2]) -> bool {
        let crossed = |pair: &&[[f64; 2]]| {
            let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
            (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
        };
        ring.windows(2).filter(crossed).count() % 2 == 1
    }

    fn check((lat, lon): (f64, f64), radius_km: f64) {
        let area = Area::around((lat, lon), radius_km).expect("there is a circle");
        for ring in &area.rings {
            assert!(ring.len() >= 4 && ring.first() == ring.last(), "not closed: {ring:?}");
            assert!(doubled_surface(ring) > 0.0, "clockwise: {ring:?}");
            assert!(ring.iter().all(|corner| corner[0].abs() <= 180.0 && corner[1].abs() <= 90.0), "{ring:?}");
            let on_circle =
                |corner: &&[f64; 2]| (kilometres((lat, lon), (corner[1], corner[0])) - radius_km).abs() < 0.1;
            let edges = ring.iter().filter(|corner| corner[0].abs() == 180.0 || corner[1].abs() == 90.0).count();
            assert!(ring.iter().filter(on_circle).count() + edges >= ring.len(), "off the circle: {ring:?}");
            let lines: Vec<[[f64; 2]; 2]> = ring.windows(2).map(|pair| [pair[0], pair[1]]).collect();
            for (at, line) in lines.iter().enumerate() {
                assert!(lines[at + 1..].iter().all(|other| !cross(*line, *other)), "crosses itself: {ring:?}");
            }
        }
        let is_inside = area.rings.iter().any(|ring| holds(ring, [lon, lat]));
        assert!(is_inside || lon.abs() > 179.9 || lat.abs() > 89.9, "the centre is not inside: {area:?}");
    }

    #[test]
    fn circles_are_right_across_the_line_of_the_date_and_at_the_poles() {
        let rings = |point, radius_km| Area::around(point, radius_km).unwrap().rings;
        assert_eq!(rings((15.5, 32.56), 20.0).len(), 1);
        assert_eq!(rings((15.5, 32.56), 20.0)[0].len(), CORNERS + 1);
        assert_eq!(rings((-17.0, 179.9), 50.0).len(), 2);
        assert_eq!(rings((-17.0, -179.9), 50.0).len(), 2);
        let north = &rings((89.0, 10.0), 500.0)[0];
        assert!(north.contains(&[180.0, 90.0]) && north.contains(&[-180.0, 90.0]));
        for point in [(89.99999, 0.0), (90.0, 5.0), (-90.0, 180.0), (-88.0, -180.0), (0.0, 180.0), (0.0, -180.0)] {
            for radius_km in [0.05, 5.0, 222.0, 2500.0, 9_000.0] {
                check(point, radius_km);
            }
        }
        for (point, radius_km) in
            [((0.0, 0.0), 0.0), ((0.0, 0.0), f64::NAN), ((91.0, 0.0), 5.0), ((0.0, 0.0), 20_000.0)]
        {
            assert_eq!(Area::around(point, radius_km), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_circle_is_a_sound_area(lat in -90.0_f64..=90.0, lon in -180.0_f64..=180.0, size in -1.3_f64..4.0) {
            check((lat, lon), 10.0_f64.powf(size).clamp(0.05, 9_900.0));
        }
    }
}
