//! The keys of a world, and the ways to write each.

use workos_widget_tokens::core::key::{Strictness, TokenKey};

const SCOPES: [&str; 3] = ["dsync", "sso", "widgets:pipes:manage"];

/// Keys that differ in one part each.
const KEYS: [(&str, &[&str], Option<&str>); 3] = [
    ("org_1", &SCOPES, None),
    ("org_1", &SCOPES, Some("mount_1")),
    ("org_1", SCOPES.split_at(2).0, None),
];

/// Key number `key`; each `way` puts its scopes in another order, or repeats some.
pub fn written(key: usize, way: u8) -> TokenKey {
    let (organization_id, scopes, session) = KEYS[key];
    let (way, count) = (usize::from(way), scopes.len());
    let mut scopes: Vec<String> = scopes.iter().copied().map(String::from).collect();
    scopes.rotate_left(way % count);
    if way & 8 == 8 {
        scopes.reverse();
    }
    scopes.extend_from_within(..way / 16 % (count + 1));
    let session = session.map(String::from);
    TokenKey::parse(organization_id.into(), scopes, session, Strictness::WorkOs).unwrap()
}
