// SPDX-License-Identifier: MIT
/** init on the machine's own kernel, in namespaces; needs root and gcc. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  emitStart,
  type InitReport,
  type ProgramStart,
  parseReport,
} from "../../../src/linux/control.ts";

const here = import.meta.dirname;
const port = join(here, "../../../ports/init");

/** Why it cannot run here, or undefined. */
export function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root, for namespaces and users";
  if (spawnSync("gcc", ["--version"]).status !== 0) return "needs gcc";
  if (spawnSync("unshare", ["-nmp", "--fork", "true"]).status !== 0) return "needs namespaces";
  return undefined;
}

export class NativeInit {
  readonly folder: string;
  readonly #driver: ChildProcess;
  #received = Buffer.alloc(0);
  #wake: () => void = () => {};

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "dce-init-"));
    const init = this.#compile("init", [join(here, "root.c"), ...portSources()]);
    const driver = this.#compile("driver", [join(here, "driver.c")]);
    const log = join(this.folder, "log");
    spawnSync("mkdir", [log]);
    this.#driver = spawn(driver, [init], {
      env: { LOG: log },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#driver.stdout?.on("data", (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    this.#driver.stdout?.on("end", () => this.#wake());
  }

  send(record: Uint8Array): void {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(record.length);
    this.#driver.stdin?.write(Buffer.concat([length, record]));
  }

  start(program: Partial<ProgramStart> & Pick<ProgramStart, "id" | "argv">): void {
    this.send(emitStart({ cwd: "/", env: [], stdin: "", uid: 0, gid: 0, ...program }));
  }

  /** The next report; fails when none comes for 10 s. */
  async report(): Promise<InitReport> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const length = this.#received.length < 4 ? undefined : this.#received.readUInt32LE(0);
      if (length !== undefined && this.#received.length >= 4 + length) {
        const record = this.#received.subarray(4, 4 + length);
        this.#received = this.#received.subarray(4 + length);
        return parseReport(record);
      }
      if (Date.now() > deadline) throw new Error("init says nothing");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 1000).unref();
      });
    }
  }

  /** Starts a program and waits for its end. */
  async run(
    program: Partial<ProgramStart> & Pick<ProgramStart, "id" | "argv">,
  ): Promise<{ pid: number; waitStatus: number; stdout: string; stderr: string; status: string }> {
    this.start(program);
    const started = await this.report();
    if (started.kind !== "started") throw new Error(JSON.stringify(started));
    const exited = await this.report();
    if (exited.kind !== "exited" || exited.id !== program.id) {
      throw new Error(JSON.stringify(exited));
    }
    const read = (name: string): string => this.read(started.pid, name);
    return {
      pid: started.pid,
      waitStatus: exited.waitStatus,
      stdout: read("stdout"),
      stderr: read("stderr"),
      status: read("status"),
    };
  }

  read(pid: number, name: string): string {
    return readFileSync(join(this.folder, "log", String(pid), name), "utf8");
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#driver.on("exit", resolve));
    this.#driver.stdin?.end();
    await ended;
    rmSync(this.folder, { recursive: true });
  }

  #compile(name: string, sources: readonly string[]): string {
    const out = join(this.folder, name);
    const flags = ["-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-I", port];
    const { status, stderr } = spawnSync("gcc", [...flags, ...sources, "-o", out]);
    if (status !== 0) throw new Error(`gcc cannot build ${name}:\n${String(stderr)}`);
    return out;
  }
}

function portSources(): string[] {
  return readdirSync(port)
    .filter((name) => name.endsWith(".c") && name !== "mounts.c")
    .map((name) => join(port, name));
}
