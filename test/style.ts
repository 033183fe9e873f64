// SPDX-License-Identifier: MIT
/**
 * The rules of the house style that a text can be checked for. Each takes a path and the text and
 * returns what is wrong as "PATH:LINE: message".
 */
import { basename, dirname, extname, join, normalize } from "node:path";

/** One file of the tree. */
export interface TextFile {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
}

/** A rule over one file. */
export type Rule = (file: TextFile) => string[];

const linesMax = 400;
const functionLinesMax = 70;
const columnsMax = 100;
const tabColumns = 8;

/** Formats that cannot or need not say their licence: data, documents, diffs against upstream. */
const withoutLicence = /\.(?:json|md|patch|diff|svg|txt|snapshot)$|(?:^|\/)\.(?:gitignore|npmrc)$/;
const code = /\.(?:ts|mts|js|mjs|c|h|S|cc|cpp|sh|wat|html|css)$|^dce$|^\.ci\/run$/;
const clike = /\.(?:c|h|cc|cpp)$/;

function at(file: TextFile, line: number, message: string): string {
  return `${file.path}:${line}: ${message}`;
}

function eachLine(file: TextFile, check: (line: string) => string | undefined): string[] {
  return file.text.split("\n").flatMap((line, index) => {
    const message = check(line);
    return message === undefined ? [] : [at(file, index + 1, message)];
  });
}

/** Every file that can says its licence within its first three lines. */
export const licence: Rule = (file) => {
  if (withoutLicence.test(file.path)) return [];
  const head = file.text.split("\n", 3).join("\n");
  return /SPDX-License-Identifier: \S/.test(head) ? [] : [at(file, 1, "no SPDX line")];
};

/** Length of files. */
export const fileLength: Rule = (file) => {
  const lines = file.text.trimEnd().split("\n").length;
  if (!code.test(file.path) || lines <= linesMax) return [];
  return [at(file, linesMax, `${lines} lines, ${linesMax} at most`)];
};

/** Length of lines; a tab counts as eight columns. An address cannot be broken. */
export const lineLength: Rule = (file) => {
  if (!code.test(file.path) || file.path === "test/types/wrong.ts") return [];
  return eachLine(file, (line) => {
    const columns = line.replaceAll("\t", " ".repeat(tabColumns)).length;
    return columns > columnsMax && !line.includes("://") ? `${columns} columns` : undefined;
  });
};

/** Length of C functions: from a brace in the first column to the next closing one. */
export const cFunctionLength: Rule = (file) => {
  if (!clike.test(file.path)) return [];
  const problems: string[] = [];
  let start = 0;
  for (const [index, line] of file.text.split("\n").entries()) {
    if (line.startsWith("{")) start = index;
    if (!line.startsWith("}") || start === 0) continue;
    const length = index - start + 1;
    if (length > functionLinesMax) {
      problems.push(at(file, start, `function of ${length} lines, ${functionLinesMax} at most`));
    }
    start = 0;
  }
  return problems;
};

/** Names of files that say nothing. */
export const fileName: Rule = (file) => {
  const words = basename(file.path, extname(file.path)).toLowerCase().split(/[-_.]/);
  const empty = /^(?:utils?|helpers?|common|misc|stuff|part\d*)$/;
  const bad = words.find((word) => empty.test(word));
  return bad === undefined ? [] : [at(file, 1, `'${bad}' in a file's name says nothing`)];
};

/** Marks for work that is not done, in halves, so that this file has none. */
const notDone = [
  ["TO", "DO"],
  ["FIX", "ME"],
  ["X", "XX"],
  ["HA", "CK"],
].map((word) => word.join(""));

/** Marks for work that is not done. */
export const marks: Rule = (file) => {
  if (/\.(?:patch|diff|json)$/.test(file.path)) return [];
  const mark = new RegExp(`\\b(?:${notDone.join("|")})\\b`);
  return eachLine(file, (line) => mark.exec(line)?.[0]);
};

/** Hosts of package registries: what they serve comes through their clients. */
export const registries: Rule = (file) => {
  const name = "(?:debian|npmjs|yarnpkg|pypi|pythonhosted|crates)";
  const host = new RegExp(`\\b[\\w-]+\\.${name}\\.(?:org|com|io|net)\\b`);
  return eachLine(file, (line) => (host.test(line) ? "a registry's host name" : undefined));
};

/** Files that are no text. */
export const text: Rule = (file) => (file.text.includes("\0") ? [at(file, 1, "not a text")] : []);

/** Trailing blanks, which no formatter takes away outside of TypeScript. */
export const trailingBlanks: Rule = (file) => {
  if (/\.(?:patch|diff|md)$/.test(file.path)) return [];
  return eachLine(file, (line) => (/[ \t]$/.test(line) ? "blanks at the end" : undefined));
};

/** The anchor that a heading gets. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** Links of documents into the tree: the file is there, and the heading in it. */
export function brokenLinks(file: TextFile, tree: ReadonlyMap<string, string>): string[] {
  const prose = file.text.replaceAll(/```[^]*?```|`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const folders = new Set([...tree.keys()].flatMap((path) => ancestors(path)));
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", heading] = link.split("#");
    const target = path === "" ? file.path : normalize(join(dirname(file.path), path));
    const clean = target.replace(/\/$/, "");
    if (!tree.has(clean) && !folders.has(clean)) return [at(file, 1, `'${link}' leads nowhere`)];
    if (heading === undefined) return [];
    const headings = (tree.get(clean) ?? "").matchAll(/^#+ +(.*)$/gm);
    const known = [...headings].some((match) => anchor(match[1] ?? "") === heading);
    return known ? [] : [at(file, 1, `'${link}': no such heading`)];
  });
}

function ancestors(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [folder] : [folder, ...ancestors(folder)];
}

/** Files that others name in an import, a page, a worker's address or, from the root, a recipe. */
export function namedFiles(file: TextFile): string[] {
  const whole = [...file.text.matchAll(/\bsrc\/[\w./-]+\.ts\b/g)].map((match) => match[0]);
  const names = file.text.matchAll(/["'`](\.{1,2}\/[\w./-]+\.(?:ts|mjs|js))["'`]/g);
  const near = [...names].map((match) => normalize(join(dirname(file.path), match[1] ?? "")));
  return file.path.endsWith(".md") ? near : [...near, ...whole];
}

/** Modules of src that nothing names and that are not where something starts. */
export function orphans(files: readonly TextFile[], starts: readonly string[]): string[] {
  const named = new Set([...files.flatMap((file) => namedFiles(file)), ...starts]);
  return files
    .map((file) => file.path)
    .filter((path) => /^src\/.*\.ts$/.test(path) && !/\.(?:test|bench)\.ts$/.test(path))
    .filter((path) => !named.has(path))
    .map((path) => `${path}: nothing imports it`);
}

/** All rules over one file. */
export const rules: Readonly<Record<string, Rule>> = {
  text,
  licence,
  fileLength,
  lineLength,
  cFunctionLength,
  fileName,
  marks,
  registries,
  trailingBlanks,
};
