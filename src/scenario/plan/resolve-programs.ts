// SPDX-License-Identifier: MIT
/**
 * Programs of a plan: words, environment, expectations; and what can be known to fail before a
 * start.
 */

import { firstAddress } from "../../net/addressing.ts";
import { formatDuration } from "../../sim/units.ts";
import { encodeUtf8 } from "../../wasm/text.ts";
import type { ProgramData } from "../builder/data.ts";
import { STDIN_FILE } from "../builder/host-handle.ts";
import { quote } from "../builder/issue.ts";
import { nearNames } from "../builder/near.ts";
import { durationNs } from "../builder/quantity.ts";
import type { Sketch, SketchHost, SketchProgram } from "../builder/sketch.ts";
import { addressesNow } from "../builder/sketch-topology.ts";
import type { Environment } from "../environment.ts";
import type { Accepted, FilePlan, ProgramPlan } from "./plan.ts";
import { baseName, hostOptions } from "./resolve-hosts.ts";
import type { Reach } from "./resolve-routes.ts";

/** What every program has, before the host's and its own. */
const BASE_ENV: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
};
const EXPECT: readonly Accepted[] = [0, "running"];
/** Texts and bytes for standard input lie here, by the program's id. */
const STDIN_FOLDER = "/var/lib/stdin";

export interface ResolvedPrograms {
  readonly programs: readonly ProgramPlan[];
  /** Sorted. */
  readonly recipes: readonly string[];
  /** Files for standard input, by index of the host. */
  readonly files: readonly (readonly FilePlan[])[];
}

export function resolvePrograms(
  sketch: Sketch,
  environment: Environment,
  ownEndNs: number | undefined,
  reach: Reach,
): ResolvedPrograms {
  const recipes = new Set<string>();
  const files: FilePlan[][] = sketch.hosts.map(() => []);
  const words = argumentTexts(sketch);
  const programs = sketch.programs.map((program): ProgramPlan => {
    const argv = program.words.map(words);
    checkReach(sketch, program, argv, reach);
    checkName(sketch, program);
    const recipe = findProgram(sketch, program, argv[0] ?? "", environment);
    if (recipe !== undefined) recipes.add(recipe);
    const plan = resolveProgram(sketch, program, argv);
    if (ownEndNs !== undefined && plan.atNs >= ownEndNs) {
      const value = quote(program.options.at);
      const message = `${value} is not before the end of the run, ${formatDuration(ownEndNs)}.`;
      sketch.notes.add(program.place, `${subjectOf(program)}: at`, message, { value });
    }
    const stdin = stdinFile(program);
    if (stdin !== undefined) files[program.host.index]?.push(stdin);
    return plan;
  });
  return { programs, recipes: [...recipes].sort(), files };
}

function subjectOf({ host, name }: SketchProgram): string {
  return `${host.name}: ${name}`;
}

/** A host as its name, an interface as its first address, IPv4 before IPv6. */
function argumentTexts(sketch: Sketch): (word: SketchProgram["words"][number]) => string {
  let plan: ReturnType<typeof addressesNow> | undefined;
  return (word) => {
    if (typeof word === "string") return word;
    if (word.kind === "host") return word.name;
    plan ??= addressesNow(sketch);
    const one = plan.interfaces[word.order];
    const address = one === undefined ? undefined : (firstAddress(one, 4) ?? firstAddress(one, 6));
    if (address !== undefined) return address;
    const subject = `interface ${word.host.name}:${word.name}`;
    sketch.notes.add(word.place, subject, "is an argument of a program and has no address.");
    return "";
  };
}

function resolveProgram(
  sketch: Sketch,
  program: SketchProgram,
  argv: readonly string[],
): ProgramPlan {
  const defaults = sketch.defaults?.value.program ?? {};
  const options: ProgramData = { ...defaults, ...program.options };
  const { cwd = "/", uid = 0, gid = 0, stdin, stopSignal = "SIGTERM" } = options;
  if (!cwd.startsWith("/")) {
    const value = quote(cwd);
    const message = `${value} is not a folder on the host. It begins with "/".`;
    sketch.notes.add(program.place, `${subjectOf(program)}: cwd`, message, { value });
  }
  const expect = acceptedOf(options.expect);
  const env = {
    ...BASE_ENV,
    ...hostOptions(sketch, program.host).env,
    ...defaults.env,
    ...program.options.env,
  };
  return {
    id: program.index,
    host: program.host.index,
    name: program.name,
    argv,
    atNs: options.at === undefined ? 0 : durationNs(options.at),
    untilNs: options.until === undefined ? undefined : durationNs(options.until),
    stopSignal,
    cwd,
    env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    uid,
    gid,
    stdin: stdinPath(program.index, stdin),
    expect,
    daemon: expect.length === 1 && expect[0] === "running",
  };
}

function acceptedOf(expect: ProgramData["expect"]): readonly Accepted[] {
  if (expect === undefined) return EXPECT;
  if (typeof expect !== "object") return [expect];
  if ("status" in expect) return acceptedOf(expect.status);
  return Array.isArray(expect) ? (expect as readonly Accepted[]) : EXPECT;
}

function stdinPath(id: number, stdin: ProgramData["stdin"]): string | undefined {
  if (stdin === undefined || stdin.length === 0) return undefined;
  const isFile = typeof stdin === "string" && stdin.startsWith(STDIN_FILE);
  return isFile ? stdin.slice(STDIN_FILE.length) : `${STDIN_FOLDER}/${id}`;
}

function stdinFile({ index, options }: SketchProgram): FilePlan | undefined {
  const { stdin } = options;
  const path = stdinPath(index, stdin);
  if (stdin === undefined || path !== `${STDIN_FOLDER}/${index}`) return undefined;
  const content = typeof stdin === "string" ? encodeUtf8(stdin) : Uint8Array.from(stdin);
  return { path, content, mode: 0o444, uid: 0, gid: 0 };
}

function checkName(sketch: Sketch, program: SketchProgram): void {
  if (/^[^\s/\0]{1,100}$/.test(program.name)) return;
  const value = quote(program.name);
  const message = `${value} is not a name for a program. Leave out "/" and blanks.`;
  sketch.notes.add(program.place, `${subjectOf(program)}: name`, message, { value });
}

/** The recipe that a command needs; undefined: none does, or the command is not there. */
function findProgram(
  sketch: Sketch,
  { host, place }: SketchProgram,
  command: string,
  { programs }: Environment,
): string | undefined {
  const options = hostOptions(sketch, host);
  const installed = (options.install ?? []).map(baseName);
  // A path is the host's own affair: a program of the run may put a file there.
  if (command.includes("/") || installed.includes(command)) return undefined;
  const folders = new Set(BASE_ENV["PATH"]?.split(":"));
  const paths = [...Object.keys(options.files ?? {}), ...host.files.map(({ path }) => path)];
  const isOwn = paths.some(
    (path) => baseName(path) === command && folders.has(path.slice(0, path.lastIndexOf("/"))),
  );
  if (isOwn) return undefined;
  const recipe = programs.find(command);
  if (recipe !== undefined) return recipe;
  const choices = [...installed, ...programs.all()];
  const near = nearNames(command, choices);
  const hint = near.length === 0 ? "" : ` Near: ${near.join(", ")}.`;
  const value = quote(command);
  const message = `cannot run ${value}: no program of that name.${hint} All: dce build --list`;
  sketch.notes.add(place, host.name, message, { value, choices: near });
  return undefined;
}

/** An argument that names a host which this one cannot reach. */
function checkReach(
  sketch: Sketch,
  program: SketchProgram,
  argv: readonly string[],
  reach: Reach,
): void {
  const { host, place, words } = program;
  words.forEach((word, i) => {
    const other = i === 0 ? undefined : hostMeant(sketch, word);
    const missing = other === undefined ? undefined : reach(host, other);
    if (other === undefined || missing === undefined) return;
    const value = quote(argv[i]);
    const between = missing.between.join(", ");
    const does = missing.between.length > 1 ? "do" : "does";
    const why =
      between === ""
        ? "their addresses are of different networks"
        : `${between} between ${does} not forward. Make it a router, or give forwarding: true`;
    const message = `${host.name} cannot reach ${other.name}: ${why}.`;
    sketch.notes.add(place, subjectOf(program), message, { value });
  });
}

function hostMeant(sketch: Sketch, word: SketchProgram["words"][number]): SketchHost | undefined {
  if (typeof word === "string") return sketch.hosts.find(({ name }) => name === word);
  return word.kind === "host" ? word : word.host;
}
