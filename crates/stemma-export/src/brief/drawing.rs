//! A map and a timeline of the incidents, as SVG that stands in the page: no tiles, no scripts, nothing to load.

use std::collections::BTreeMap;
use std::fmt::Write;

use stemma::model::{Day, Event, Interval, Place, PlaceLevel};

use super::inert::shown;

/// What is drawn of an incident.
#[derive(Clone, Debug)]
pub struct Drawn {
    number: usize,
    /// What its place is called.
    name: String,
    point: Option<(f64, f64)>,
    day: Option<Day>,
    articles: u32,
}

/// An incident whose day is less certain than this stands on no day of the timeline, in days.
const SURE: i32 = 7;

impl Drawn {
    pub fn new(event: &Event, number: usize) -> Drawn {
        let place = event.place.as_ref().filter(|_| !event.carried);
        // A whole country has a point, but nothing happened there.
        let is_small = |place: &&Place| !matches!(place.level, Some(PlaceLevel::Country | PlaceLevel::International));
        let place = place.filter(is_small);
        let is_short = |time: &Interval| time.to.days_since(time.from) <= SURE;
        Drawn {
            number,
            name: place.map_or(String::new(), |place| place.name.clone()),
            point: place.and_then(|place| place.point()),
            day: event.time.filter(is_short).map(|time| time.from),
            articles: event.articles,
        }
    }
}

const WIDTH: f64 = 720.0;
const MOST_HIGH: f64 = 400.0;
const LEAST_HIGH: f64 = 180.0;
/// So many degrees around a single place.
const MARGIN: f64 = 0.8;

/// Where the incidents lie, with lines of latitude and longitude; nothing where no place is known.
pub fn map(incidents: &[Drawn]) -> Option<String> {
    let mut places: BTreeMap<(i64, i64), Vec<&Drawn>> = BTreeMap::new();
    for incident in incidents {
        if let Some((lat, lon)) = incident.point {
            places.entry(((lat * 100.0).round() as i64, (lon * 100.0).round() as i64)).or_default().push(incident);
        }
    }
    if places.is_empty() {
        return None;
    }
    let of = |at: &(i64, i64)| (at.0 as f64 / 100.0, at.1 as f64 / 100.0);
    let fold = |least: bool, part: fn((f64, f64)) -> f64| {
        places
            .keys()
            .map(|at| part(of(at)))
            .fold(if least { f64::MAX } else { f64::MIN }, |a, b| if least { a.min(b) } else { a.max(b) })
    };
    let (mut south, mut north) = (fold(true, |at| at.0), fold(false, |at| at.0));
    let (mut west, mut east) = (fold(true, |at| at.1), fold(false, |at| at.1));
    let pad = |low: f64, high: f64| MARGIN.max((high - low) * 0.08);
    let (y, x) = (pad(south, north), pad(west, east));
    (south, north, west, east) = ((south - y).max(-85.0), (north + y).min(85.0), west - x, east + x);
    let squeeze = ((south + north) / 2.0).to_radians().cos().max(0.2);
    let wanted = WIDTH * (north - south) / ((east - west) * squeeze);
    let height = wanted.clamp(LEAST_HIGH, MOST_HIGH);
    // What the clamp takes or adds goes to the wider side, so that the map stays true.
    if wanted > MOST_HIGH {
        let more = (north - south) * WIDTH / (height * squeeze) - (east - west);
        (west, east) = (west - more / 2.0, east + more / 2.0);
    } else if wanted < LEAST_HIGH {
        let more = (east - west) * squeeze * height / WIDTH - (north - south);
        (south, north) = (south - more / 2.0, north + more / 2.0);
    }
    let to_x = |lon: f64| (lon - west) / (east - west) * WIDTH;
    let to_y = |lat: f64| (north - lat) / (north - south) * height;
    let mut svg = format!(
        "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"Map of the incidents\">"
    );
    let _ = write!(svg, "<rect class=\"sea\" width=\"{WIDTH}\" height=\"{height:.0}\"/>");
    let step = step((east - west).max(north - south));
    for (low, high, is_lat) in [(south, north, true), (west, east, false)] {
        let mut at = (low / step).ceil() * step;
        while at <= high {
            let label = degrees(at, is_lat);
            let _ = if is_lat {
                let y = to_y(at);
                write!(
                    svg,
                    "<path class=\"grid\" d=\"M0 {y:.1}H{WIDTH}\"/><text class=\"degree\" x=\"4\" y=\"{:.1}\">{label}</text>",
                    y - 3.0
                )
            } else {
                let x = to_x(at);
                write!(
                    svg,
                    "<path class=\"grid\" d=\"M{x:.1} 0V{height:.0}\"/><text class=\"degree\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
                    x + 3.0,
                    height - 4.0
                )
            };
            at += step;
        }
    }
    let mut spots: Vec<Spot<'_>> = Vec::new();
    // The places of most incidents first: what lies close by is drawn with them.
    let mut order: Vec<(&(i64, i64), &Vec<&Drawn>)> = places.iter().collect();
    order.sort_by_key(|(at, of_place)| (std::cmp::Reverse(of_place.len()), **at));
    for (at, of_place) in order {
        let (lat, lon) = of(at);
        let (x, y) = (to_x(lon), to_y(lat));
        match spots.iter_mut().find(|spot| (spot.x - x).hypot(spot.y - y) < CLOSE) {
            Some(spot) => spot.incidents.extend(of_place),
            None => spots.push(Spot { x, y, incidents: of_place.clone() }),
        }
    }
    for spot in &spots {
        svg.push_str(&spot.circle());
    }
    let mut taken: Vec<Bounds> = spots.iter().map(Spot::bounds).collect();
    for spot in &spots {
        if let Some((text, bounds)) = spot.label(height, &taken) {
            svg.push_str(&text);
            taken.push(bounds);
        }
    }
    Some(svg + "</svg>")
}

/// Places nearer than this to each other on the map are drawn as one.
const CLOSE: f64 = 11.0;
/// The width of a letter and the height of a line of a label.
const LETTER: f64 = 6.7;
const LINE: f64 = 12.0;
/// The longest name of a place that is written on the map, in characters.
const NAME: usize = 24;

/// Left, top, right, bottom.
type Bounds = (f64, f64, f64, f64);

/// Where incidents happened on the map.
struct Spot<'a> {
    x: f64,
    y: f64,
    incidents: Vec<&'a Drawn>,
}

impl Spot<'_> {
    fn radius(&self) -> f64 {
        let told: u32 = self.incidents.iter().map(|incident| incident.articles).sum();
        (4.0 + f64::from(told).sqrt() * 1.3).min(14.0)
    }

    fn bounds(&self) -> Bounds {
        let radius = self.radius();
        (self.x - radius, self.y - radius, self.x + radius, self.y + radius)
    }

    fn first(&self) -> &Drawn {
        self.incidents.iter().min_by_key(|incident| incident.number).expect("a spot has an incident")
    }

    fn circle(&self) -> String {
        let mut numbers: Vec<usize> = self.incidents.iter().map(|incident| incident.number).collect();
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        format!(
            "<a href=\"#incident-{}\"><circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{:.1}\"><title>{}: {}</title></circle></a>",
            self.first().number,
            self.x,
            self.y,
            self.radius(),
            inert(&self.name()),
            numbers.join(", ")
        )
    }

    /// The name of the place that most of its incidents have.
    fn name(&self) -> String {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for incident in &self.incidents {
            *names.entry(&incident.name).or_default() += 1;
        }
        let most = names.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
        most.map_or(String::new(), |(name, _)| crate::words::one_line(name, NAME))
    }

    /// Its name with how many incidents it has, on the side where nothing else stands; nothing where there is no room.
    fn label(&self, height: f64, taken: &[Bounds]) -> Option<(String, Bounds)> {
        let count = if self.incidents.len() > 1 { format!(" ({})", self.incidents.len()) } else { String::new() };
        let text = format!("{}{count}", self.name());
        let (wide, away) = (text.chars().count() as f64 * LETTER, self.radius() + 3.0);
        let (x, y) = (self.x, self.y);
        let slant = self.radius() * 0.7 + 2.0;
        let sides = [
            ("start", x + away, y + 4.0, x + away),
            ("end", x - away, y + 4.0, x - away - wide),
            ("middle", x, y - away, x - wide / 2.0),
            ("middle", x, y + away + LINE - 3.0, x - wide / 2.0),
            ("start", x + slant, y - slant, x + slant),
            ("start", x + slant, y + slant + LINE / 2.0, x + slant),
            ("end", x - slant, y - slant, x - slant - wide),
            ("end", x - slant, y + slant + LINE / 2.0, x - slant - wide),
        ];
        sides.into_iter().find_map(|(anchor, at_x, at_y, left)| {
            let bounds = (left, at_y - LINE + 3.0, left + wide, at_y + 3.0);
            let is_inside = bounds.0 >= 0.0 && bounds.2 <= WIDTH && bounds.1 >= 0.0 && bounds.3 <= height - LINE;
            let own = self.bounds();
            let is_free = taken.iter().filter(|other| **other != own).all(|other| !overlaps(*other, bounds));
            (is_inside && is_free).then(|| {
                let text = inert(&text);
                (
                    format!(
                        "<text class=\"label\" text-anchor=\"{anchor}\" x=\"{at_x:.1}\" y=\"{at_y:.1}\">{text}</text>"
                    ),
                    bounds,
                )
            })
        })
    }
}

fn overlaps(a: Bounds, b: Bounds) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Words inside a drawing, which no template makes inert.
fn inert(text: &str) -> String {
    shown(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn step(span: f64) -> f64 {
    [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0].into_iter().find(|step| span / step <= 8.0).unwrap_or(45.0)
}

fn degrees(value: f64, is_lat: bool) -> String {
    let side = match (is_lat, value >= 0.0) {
        (true, true) => "N",
        (true, false) => "S",
        (false, true) => "E",
        (false, false) => "W",
    };
    let value = value.abs();
    if value.fract() < 0.001 { format!("{value:.0}°{side}") } else { format!("{value:.2}°{side}") }
}

/// How many incidents fell on each day, month or year; nothing where fewer than two days are known.
pub fn timeline(incidents: &[Drawn]) -> Option<String> {
    let days: Vec<Day> = incidents.iter().filter_map(|incident| incident.day).collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    if first == last {
        return None;
    }
    let span = last.days_since(first);
    let (unit, bucket): (&str, fn(Day, Day) -> i32) = match span {
        0..=60 => ("day", |day, first| day.days_since(first)),
        61..=1900 => ("month", |day, first| months(day) - months(first)),
        _ => ("year", |day, first| i32::from(day.year()) - i32::from(first.year())),
    };
    let count = bucket(last, first) as usize + 1;
    let mut bars = vec![0u32; count];
    for day in &days {
        bars[bucket(*day, first) as usize] += 1;
    }
    let most = f64::from(*bars.iter().max()?);
    let (top, base, height) = (14.0, 84.0, 104.0);
    let width = WIDTH / count as f64;
    let mut svg = format!(
        "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"Incidents by {unit}\">"
    );
    let _ = write!(svg, "<path class=\"grid\" d=\"M0 {base}H{WIDTH}\"/>");
    // Every so many are named, as far apart as their names are wide.
    let widest = label(first, 0, unit).len().max(label(first, count as i32 - 1, unit).len()) as f64 * LETTER + 10.0;
    let named = ((widest / width).ceil() as usize).max(1);
    for (at, number) in bars.iter().enumerate() {
        let x = at as f64 * width;
        let wide = (width * 0.8).clamp(1.5, 40.0);
        if *number > 0 {
            let high = (base - top) * f64::from(*number) / most;
            let (left, y) = (x + (width - wide) / 2.0, base - high);
            let _ = write!(
                svg,
                "<rect class=\"bar\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\"/>"
            );
            if width >= LETTER * number.to_string().len() as f64 {
                let _ = write!(
                    svg,
                    "<text class=\"label\" text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{number}</text>",
                    x + width / 2.0,
                    y - 3.0
                );
            }
        }
        if at % named == 0 && x + widest - 10.0 <= WIDTH {
            let label = label(first, at as i32, unit);
            let _ = write!(
                svg,
                "<path class=\"grid\" d=\"M{x:.1} {base}v4\"/><text class=\"degree\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
                x + 2.0,
                base + 14.0
            );
        }
    }
    Some(svg + "</svg>")
}

fn months(day: Day) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

fn label(first: Day, at: i32, unit: &str) -> String {
    match unit {
        "day" => {
            let day = first.plus_days(at);
            format!("{} {}", day.day(), &crate::words::month_name(day)[..3])
        }
        "month" => {
            let month = months(first) - 1 + at;
            let day = Day::new((month / 12) as i16, (month % 12 + 1) as u8, 1).unwrap_or(first);
            format!("{} {}", &crate::words::month_name(day)[..3], day.year())
        }
        _ => (i32::from(first.year()) + at).to_string(),
    }
}
