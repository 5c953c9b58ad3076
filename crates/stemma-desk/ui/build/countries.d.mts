import type { Plugin } from "vite";

export function names(): Record<string, string>;
export function countries(): Plugin;
