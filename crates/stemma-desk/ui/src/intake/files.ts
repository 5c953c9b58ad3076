/**
 * The files that a person drops or chooses, with folders walked through. Goes out: those that may be pages, named by their path below what
 * was dropped, in order; and those that are left out, with what they are. What names tell, the server says (`/formats.json`); a file whose
 * name tells nothing is handed in, and the server looks at its first bytes.
 */
import type { FileNames } from "../api";

export interface Found {
  /** Below the folder that was dropped: `corpus/2024/page.html`. */
  name: string;
  file: File;
}
export interface LeftOut {
  name: string;
  reason: string;
}
export interface Sorted {
  taken: Found[];
  leftOut: LeftOut[];
  /** Files in folders that browsers make beside a saved page: its scripts, styles and frames. */
  parts: number;
}

/** A file or a folder whose name begins with a dot was not meant: `.git`, `.DS_Store`. */
function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith("."));
}

/** What the name of a file says that holds no page. */
function foreign(name: string, { left_out }: FileNames): string | null {
  const whole = (name.split("/").at(-1) ?? name).toLowerCase();
  const ending = whole.replace(/\.gz$/, "").match(/\.([^.]*)$/)?.[1];
  const found = left_out.find(({ names }) => names.includes(whole)) ?? left_out.find(({ endings }) => ending !== undefined && endings.includes(ending));
  return found ? `${found.are}; ${found.way}` : null;
}

/** A server's script may have given its name to the page that it made: `story.php`. */
async function isHtml(file: File): Promise<boolean> {
  const HEAD = 1024;
  return /^\ufeff?\s*<(!doctype html|html)/i.test(await file.slice(0, HEAD).text());
}

/** Whether a file lies in a folder of the parts of a saved page beside it. */
function isPart(pages: Set<string>, { companions }: FileNames): (name: string) => boolean {
  return (name) => {
    const parts = name.toLowerCase().split("/");
    const folders = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
    return folders.some((folder) => companions.some((ending) => folder.endsWith(ending) && pages.has(folder.slice(0, folder.length - ending.length))));
  };
}

/** Without what names tell, all is handed in, and the server says what it is. */
export async function sorted(found: Found[], names: FileNames | null): Promise<Sorted> {
  const shown = found.filter(({ name }) => !isHidden(name));
  if (names === null) return { taken: inOrder(shown), leftOut: [], parts: 0 };
  const pages = new Set(shown.map(({ name }) => name.toLowerCase().match(/^(.*)\.(?:html|htm|xhtml|mhtml)$/)?.[1]).filter((page) => page !== undefined));
  const is = isPart(pages, names);
  const own = shown.filter(({ name }) => !is(name));
  const taken: Found[] = [];
  const leftOut: LeftOut[] = [];
  for (const each of own) {
    const reason = foreign(each.name, names);
    if (reason === null || (await isHtml(each.file))) taken.push(each);
    else leftOut.push({ name: each.name, reason });
  }
  return { taken: inOrder(taken), leftOut: inOrder(leftOut), parts: shown.length - own.length };
}

function inOrder<T extends { name: string }>(all: T[]): T[] {
  return [...all].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Those of a field of files; a folder that was chosen gives the path of each. */
export function chosen(files: FileList | File[]): Found[] {
  return [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** Entries that a browser gives for what was dropped; must be asked for before anything is waited for, as they are gone afterwards. */
export function entriesOf(transfer: DataTransfer): { entries: FileSystemEntry[]; files: File[] } {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.length && entries.every((entry) => entry !== null)) return { entries: entries as FileSystemEntry[], files: [] };
  return { entries: [], files: [...transfer.files] };
}

/** All files below these entries. A folder that cannot be read is named in `refused`. */
export async function walked(entries: FileSystemEntry[], refused: (name: string) => void): Promise<Found[]> {
  const found: Found[] = [];
  // A stack and no recursion: folders may be nested as deep as somebody likes.
  const open = [...entries];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const name = entry.fullPath.replace(/^\//, "");
    if (isHidden(name)) continue;
    try {
      if (entry.isDirectory) open.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
      else found.push({ name, file: await fileOf(entry as FileSystemFileEntry) });
    } catch {
      refused(name);
    }
  }
  return found;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((done, failed) => entry.file(done, failed));
}

/** A browser gives the entries of a folder in batches, an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}
