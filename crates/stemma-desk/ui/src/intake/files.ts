/**
 * The files that a person drops or chooses, with folders walked through. Goes out: those that can be read, named by their path below what
 * was dropped, in order; and those that are left out, by name.
 */

export interface Found {
  /** Below the folder that was dropped: `corpus/2024/page.html`. */
  name: string;
  file: File;
}
export interface Sorted {
  taken: Found[];
  leftOut: string[];
}

/** What `stemma ingest` takes for pages; all else it would tell by its first bytes, which is not asked of a browser. */
const ENDS = [".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson"];
export const ACCEPTED = ENDS.join(",");

function isPage(name: string): boolean {
  return ENDS.some((end) => name.toLowerCase().endsWith(end));
}

/** A file or a folder whose name begins with a dot was not meant: `.git`, `.DS_Store`. */
function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith("."));
}

export function sorted(found: Found[]): Sorted {
  const shown = found.filter(({ name }) => !isHidden(name));
  const byName = (a: Found, b: Found) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const taken = shown.filter(({ name }) => isPage(name)).sort(byName);
  const leftOut = shown.filter(({ name }) => !isPage(name)).map(({ name }) => name);
  return { taken, leftOut: leftOut.sort() };
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
