//! Merge patches of JSON (RFC 7396): what must be said upon one value to get another one.

use serde_json::{Map, Value};

/// The patch that makes `to` of `from`. Nulls of `to` are taken for what is not there, as records read them.
pub fn between(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else { return to.clone() };
    let mut patch = Map::new();
    for (key, value) in to {
        match from.get(key) {
            Some(known) if known == value => {}
            None if value.is_null() => {}
            Some(known @ Value::Object(_)) if value.is_object() => {
                patch.insert(key.clone(), between(known, value));
            }
            _ => {
                patch.insert(key.clone(), value.clone());
            }
        }
    }
    let gone = from.iter().filter(|(key, value)| !value.is_null() && !to.contains_key(*key));
    patch.extend(gone.map(|(key, _)| (key.clone(), Value::Null)));
    Value::Object(patch)
}

/// What a patch makes of a value.
pub fn apply(value: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *value = patch.clone();
        return;
    };
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Some(fields) = value.as_object_mut() else { return };
    for (key, change) in patch {
        match change {
            Value::Null => {
                fields.remove(key);
            }
            change => apply(fields.entry(key.clone()).or_insert(Value::Null), change),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{apply, between};

    #[test]
    fn a_patch_makes_one_value_of_another() {
        let check = |from: serde_json::Value, to: serde_json::Value, patch: serde_json::Value| {
            assert_eq!(between(&from, &to), patch);
            let mut made = from.clone();
            apply(&mut made, &patch);
            assert_eq!(made, to);
        };
        check(
            json!({"a": 1, "b": {"c": [1], "d": 2}}),
            json!({"a": 1, "b": {"c": [2]}}),
            json!({"b": {"c": [2], "d": null}}),
        );
        check(json!({}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}}));
        check(json!({"a": "x"}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}}));
        check(json!({"a": 1}), json!({"a": 1}), json!({}));
    }

    #[test]
    fn what_is_null_is_not_there() {
        assert_eq!(between(&json!({"a": null}), &json!({"a": null, "b": null})), json!({}));
        assert_eq!(between(&json!({"a": 1}), &json!({"a": null})), json!({"a": null}));
    }
}
