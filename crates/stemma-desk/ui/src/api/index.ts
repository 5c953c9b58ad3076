/**
 * What the desk's server says: the one contract between the server and its pages.
 *
 * `npm run schemas` makes `crates/stemma-desk/src/schemas.json` from this folder, which is part of the OpenAPI description; a test holds every
 * answer of the server to that. Days are ISO 8601 (`2024-06-09`), points WGS84 degrees, spans bytes of UTF-8 in the text of a page,
 * probabilities 0 to 1. What is not known is null, never a guess.
 */
export type * from "./terms";
export type * from "./rows";
export type * from "./lists";
export type * from "./event";
export type * from "./story";
export type * from "./page";
export type * from "./review";
export type * from "./desk";
