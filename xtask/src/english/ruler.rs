//! Flattens the patterns of the attribute ruler to lines. A line has seven fields between tabs: the index of the token that it changes,
//! then POS, MORPH, LEMMA, TAG and DEP to set (empty for none), then the pattern: tokens between U+001E, conditions of a token between
//! U+001D, each the attribute's name, an operator (`=` one of, `!` none of, `~` regular expression) and its values between U+001F.

use anyhow::{Context, Result, bail, ensure};

use super::messages::Value;

pub fn flatten(rules: &Value) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for rule in rules.list()? {
        let attributes = rule.get("attrs")?;
        let set = ["POS", "MORPH", "LEMMA", "TAG", "DEP"]
            .iter()
            .map(|name| attributes.find(name)?.map_or(Ok(""), Value::text))
            .collect::<Result<Vec<_>>>()?;
        ensure!(
            set.iter().filter(|value| !value.is_empty()).count() == attributes.map()?.len(),
            "a rule sets an unknown attribute"
        );
        for pattern in rule.get("patterns")?.list()? {
            let tokens = pattern.list()?.iter().map(conditions).collect::<Result<Vec<_>>>()?;
            lines.push(format!("{}\t{}\t{}", rule.get("index")?.integer()?, set.join("\t"), tokens.join("\u{1e}")));
        }
    }
    Ok(lines)
}

fn conditions(token: &Value) -> Result<String> {
    let mut conditions = Vec::new();
    for (attribute, wanted) in token.map()? {
        let attribute = attribute.text()?;
        ensure!(["TAG", "DEP", "LOWER", "IS_SPACE"].contains(&attribute), "a pattern asks for {attribute}");
        let (operator, values) = match wanted {
            Value::Text(text) => ('=', text.clone()),
            Value::Boolean(yes) => ('=', yes.to_string()),
            Value::Map(entries) => {
                let [(operator, values)] = &entries[..] else { bail!("a condition with two predicates") };
                match operator.text()? {
                    "IN" => ('=', joined(values)?),
                    "NOT_IN" => ('!', joined(values)?),
                    "REGEX" => ('~', values.text()?.to_owned()),
                    other => bail!("predicate {other} is not supported"),
                }
            }
            _ => bail!("unreadable condition on {attribute}"),
        };
        conditions.push(format!("{attribute}{operator}{values}"));
    }
    Ok(conditions.join("\u{1d}"))
}

fn joined(values: &Value) -> Result<String> {
    let values = values.list().context("list of values")?.iter().map(Value::text).collect::<Result<Vec<_>>>()?;
    Ok(values.join("\u{1f}"))
}
