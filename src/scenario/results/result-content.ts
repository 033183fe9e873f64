// SPDX-License-Identifier: MIT
/** Files of a run that stay where they are until asked for. */
import { decodeUtf8 } from "../../wasm/text.ts";
import type { Content } from "../api/result.ts";
import { nearNames } from "../builder/near.ts";
import type { ResultFiles } from "../environment.ts";

/** The folder in which a host's files lie. */
export function hostFolder(host: string): string {
  return `files-${host}`;
}

/** "files-h1/var/log/12/stdout" */
export function logFile(host: string, pid: number, name: "stdout" | "stderr"): string {
  return `${hostFolder(host)}/var/log/${pid}/${name}`;
}

/** A file that may be missing, as the output of a program that never started: then it is empty. */
export function optionalContent(files: ResultFiles, path: string | undefined): Content {
  if (path === undefined || files.size(path) === undefined) return emptyContent(path ?? "nothing");
  return contentOf(files, path);
}

/** @throws Error: no such file, with the entries of its folder */
export function contentAt(files: ResultFiles, path: string, shown: string): Content {
  if (files.size(path) !== undefined) return contentOf(files, path);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const entries = files.list(folder);
  const near = nearNames(path.slice(folder.length + 1), entries);
  const hint =
    near.length > 0
      ? `Near: ${near.join(", ")}`
      : entries.length > 0
        ? `There: ${entries.slice(0, 20).join(", ")}`
        : "Its folder is empty or not there";
  throw new Error(`Cannot read '${shown}': no such file. ${hint}`);
}

/** The same, with the error at the first reading: for outputs that a run may not have written. */
export function lateContent(files: ResultFiles, path: string, shown: string): Content {
  const now = (): Content => contentAt(files, path, shown);
  return {
    get bytes(): number {
      return now().bytes;
    },
    text: async () => await now().text(),
    data: async () => await now().data(),
    json: async () => await now().json(),
    lines: () => linesOf(async () => await now().text()),
  };
}

function contentOf(files: ResultFiles, path: string): Content {
  return content(path, files.size(path) ?? 0, async () => await files.read(path));
}

function emptyContent(path: string): Content {
  return content(path, 0, async () => await Promise.resolve(new Uint8Array()));
}

function content(path: string, bytes: number, read: () => Promise<Uint8Array>): Content {
  const text = async (): Promise<string> => decodeUtf8(await read());
  return {
    bytes,
    text,
    data: read,
    json: async () => parseJson(await text(), path),
    lines: () => linesOf(text),
  };
}

async function* linesOf(text: () => Promise<string>): AsyncGenerator<string> {
  const lines = (await text()).split("\n");
  if (lines.at(-1) === "") lines.pop();
  yield* lines;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const start = JSON.stringify(text.slice(0, 40));
    throw new SyntaxError(`Cannot parse '${path}' as JSON: ${said}. It begins with ${start}`, {
      cause: error,
    });
  }
}
