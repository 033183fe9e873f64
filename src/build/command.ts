// SPDX-License-Identifier: MIT
/**
 * Runs the commands of a build: constant environment, output to a log, an error that shows the
 * last lines, and no process left behind when this one ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, readFileSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { BuildError, type RunOptions } from "./recipe.ts";

/** Options of commands that are not part of a recipe. */
export interface CommandOptions extends RunOptions {
  /** True: it must not be interrupted (dpkg would be left half done), only waited for. */
  readonly patient?: boolean;
}

const running = new Set<ChildProcess>();
const patient = new Set<Promise<unknown>>();

/** What does not differ from one machine or user to another, as far as it reaches a build. */
function constantEnvironment(home: string): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
    DCE_NODE: process.execPath,
    HOME: home,
    LC_ALL: "C",
    TZ: "UTC",
    SOURCE_DATE_EPOCH: "0",
  };
}

/** The log of one build, and the newest line of it. */
export class Log {
  readonly path: string;
  /** The file that a compiler was started on last, as make's output tells it. */
  current = "";
  private readonly stream: WriteStream;

  constructor(path: string) {
    this.path = path;
    this.stream = createWriteStream(path);
  }

  write(bytes: Buffer | string): void {
    this.stream.write(bytes);
    const text = bytes.toString();
    const files = text.match(/[\w./+-]+\.(?:cc|cpp|[coS])(?=\s|$)/gm);
    if (files) this.current = (files.at(-1) ?? "").replace(/^\.\//, "");
  }

  async close(): Promise<void> {
    this.stream.end();
    await finished(this.stream);
  }

  /** The last lines, for a message. Only after `close`. */
  tail(lines: number): string {
    return readFileSync(this.path, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  }
}

/**
 * Ends every command of this process with its children, before it ends by a signal; waits for
 * those that must not be interrupted.
 */
export async function killCommands(): Promise<void> {
  await Promise.allSettled(patient);
  for (const child of running) {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has just ended by itself.
    }
  }
}

/** Should this process be killed, the kernel ends make too, and make its compilers. */
const guard = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"];

/**
 * Runs a command to its end and returns its standard output with `capture`, else "".
 * @throws BuildError when it cannot be started or fails; the caller adds the log's last lines
 */
export async function runCommand(
  log: Log,
  work: string,
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const cwd = options.cwd ?? work;
  const guarded = !options.patient && existsSync(guard[0] ?? "");
  const words = [...(guarded ? guard : []), command, ...args];
  log.write(`+ cd ${cwd}\n+ ${[command, ...args].join(" ")}\n`);
  const child = spawn(words[0] ?? command, words.slice(1), {
    cwd,
    env: { ...constantEnvironment(work), ...options.env },
    // A process group of its own, so that all of it can be ended.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => {
    if (options.capture) output.push(bytes);
    else log.write(bytes);
  });
  child.stderr.on("data", (bytes: Buffer) => log.write(bytes));
  // A command that does not read its input closes it early.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.on("error", reject);
  child.on("close", (code, signal) => resolve(signal ?? String(code)));
  if (options.patient) patient.add(promise);
  else running.add(child);
  const status = await promise.finally(() => {
    running.delete(child);
    patient.delete(promise);
  });
  if (status !== "0") {
    throw new BuildError(`'${command} ${args.join(" ")}' ended with status ${status}`);
  }
  return Buffer.concat(output).toString();
}
