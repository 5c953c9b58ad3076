//! A map and a timeline of the incidents, as SVG that stands in the page: no tiles, no scripts, nothing to load.

use std::collections::BTreeMap;
use std::fmt::Write;

use stemma::model::{Day, Event};

/// What is drawn of an incident.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    number: usize,
    point: Option<(f64, f64)>,
    day: Option<Day>,
    articles: u32,
}

impl Drawn {
    pub fn new(event: &Event, number: usize) -> Drawn {
        let place = event.place.as_ref().filter(|_| !event.carried);
        // A whole country has a point, but nothing happened there.
        let is_small = |place: &&stemma::model::Place| !matches!(place.level, Some(stemma::model::PlaceLevel::Country));
        let point = place.filter(is_small).and_then(|place| place.point());
        let is_short = |time: &stemma::model::Interval| time.to.days_since(time.from) <= 31;
        Drawn { number, point, day: event.time.filter(is_short).map(|time| time.from), articles: event.articles }
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
    let mut labels: Vec<(f64, f64)> = Vec::new();
    for (at, of_place) in &places {
        let (lat, lon) = of(at);
        let (x, y) = (to_x(lon), to_y(lat));
        let told: u32 = of_place.iter().map(|incident| incident.articles).sum();
        let radius = (4.0 + f64::from(told).sqrt() * 1.6).min(16.0);
        let _ = write!(
            svg,
            "<a href=\"#incident-{}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/></a>",
            of_place[0].number
        );
        // A label where there is room for one.
        if labels.iter().all(|(a, b)| (a - x).abs() > 34.0 || (b - y).abs() > 13.0) {
            let numbers: Vec<String> = of_place.iter().take(3).map(|incident| incident.number.to_string()).collect();
            let more = if of_place.len() > 3 { "…" } else { "" };
            let (anchor, x) = if x > WIDTH - 60.0 { ("end", x - radius - 3.0) } else { ("start", x + radius + 3.0) };
            let _ = write!(
                svg,
                "<text class=\"label\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{:.1}\">{}{more}</text>",
                y + 4.0,
                numbers.join(", ")
            );
            labels.push((x, y));
        }
    }
    Some(svg + "</svg>")
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
    let mut free = 0.0;
    for (at, number) in bars.iter().enumerate() {
        let x = at as f64 * width;
        if *number > 0 {
            let high = (base - top) * f64::from(*number) / most;
            let _ = write!(
                svg,
                "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{high:.1}\"/>",
                x + width * 0.1,
                base - high,
                (width * 0.8).clamp(1.5, 40.0)
            );
            let _ = write!(
                svg,
                "<text class=\"label\" x=\"{:.1}\" y=\"{:.1}\">{number}</text>",
                x + width * 0.1,
                base - high - 3.0
            );
            let label = label(first, at as i32, unit);
            let wide = label.len() as f64 * 6.2;
            let at_x = x.min(WIDTH - wide);
            if at_x >= free {
                let _ = write!(svg, "<text class=\"degree\" x=\"{at_x:.1}\" y=\"{:.1}\">{label}</text>", base + 14.0);
                free = at_x + wide + 8.0;
            }
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
