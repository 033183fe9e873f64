// SPDX-License-Identifier: MIT
/** Starts the command with the fakes, in a folder of its own, as a user would. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** `dce` with the fakes. */
export const script: string = fileURLToPath(new URL("./fake-main.ts", import.meta.url));

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "dce-cli-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A scenario with these statements in `build`. */
export function scenarioOf(...statements: readonly string[]): string {
  return `import { param, scenario } from "dce";

export default scenario({
  parameters: {
    rate: param.rate("5Mbps", { help: "rate of the link" }),
    cc: param.choice(["cubic", "bbr"]),
  },
  build(net, { rate, cc }) {
    ${statements.join("\n    ")}
  },
});
`;
}

/** Waits until a file of the results is there: the program has started. */
export async function appears(path: string): Promise<void> {
  for (let i = 0; !existsSync(path); i++) {
    if (i > 1500) throw new Error(`${path} never appeared`);
    await wait(20);
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Said>;
}

export function start(
  folder: string,
  words: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Started {
  const { TZ: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...words], {
    cwd: folder,
    env: { ...env, ...options.env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString()));
  child.stdin.on("error", () => {});
  if (options.input !== undefined) child.stdin.end(options.input);
  const ended = new Promise<Said>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended };
}

export async function dce(
  folder: string,
  words: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<Said> {
  return await start(folder, words, { input: "", ...options }).ended;
}
