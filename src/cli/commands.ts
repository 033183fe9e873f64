// SPDX-License-Identifier: MIT
/**
 * The command line: which commands there are, their options and help. Each command's module is
 * imported only when it is called, so that a warm `dce run` starts fast.
 */
import { Command, CommanderError } from "commander";
import { version } from "./checkout.ts";
import type { ExecOptions } from "./exec.ts";
import { CommandError, EXIT } from "./exit-status.ts";
import { type Providers, product } from "./providers.ts";
import type { RunFlags } from "./run-flags.ts";
import { say } from "./terminal.ts";

/** Commands of the contract that this release does not have. */
const later: Readonly<Record<string, string>> = {
  net: "a network from one line, with a prompt",
  sh: "a scenario with a shell on one host",
  "c++": "the C++ compiler",
  toolchain: "the CMake toolchain file",
  diff: "the first difference of two results",
  bench: "benchmarks (npm run bench has those of this release)",
};

/** Status of a wrong command line, by command; 2 where none is said. */
const usageStatus: Readonly<Record<string, number>> = {
  exec: EXIT.execFailed,
  build: EXIT.failed,
  test: EXIT.failed,
  doctor: EXIT.failed,
};

const examples = `
Examples:
  dce run examples/iperf3.ts             two hosts, one link, an iperf3 report
  dce run examples/iperf3.ts --help      the parameters of that scenario
  dce run exp.ts --seed 7 --set cc=bbr   another seed, another parameter
  dce exec iperf3 --version              one program on one host
  dce cc -O2 -o server server.c          a program for the simulated hosts
`;

/** Runs one command line (without the words `node main.ts`) and returns the exit status. */
export async function dispatch(
  words: readonly string[],
  providers: Providers = product,
): Promise<number> {
  const [first, ...rest] = words;
  let status: number = EXIT.ok;
  try {
    // A compiler takes every option itself, `--help` included.
    if (first === "cc") return await (await import("./cc.ts")).compile(rest, providers);
    const program = commandLine(providers, (result) => {
      status = result;
    });
    await program.parseAsync([...words], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.ok : (usageStatus[first ?? ""] ?? EXIT.wrong);
    }
    if (error instanceof CommandError) {
      say(error.message);
      return error.status;
    }
    if (first !== "exec") throw error;
    // A fault of ours must not look like a status of the program.
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return EXIT.execFailed;
  }
}

function commandLine(providers: Providers, end: (status: number) => void): Command {
  const program = new Command("dce")
    .description(
      "Runs the real Linux kernel and real programs in a deterministic network simulator.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .addHelpText("after", examples)
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride();
  program.configureHelp({ helpWidth: 100, sortOptions: false });
  addRun(program, providers, end);
  addExec(program, providers, end);
  addFolders(program, providers, end);
  for (const [name, what] of Object.entries(later)) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .argument("[words...]")
      .action(() => {
        throw new CommandError(`dce ${name} (${what}) comes with a later release.`, EXIT.wrong);
      });
  }
  return program;
}

function collect(word: string, words: readonly string[]): readonly string[] {
  return [...words, word];
}

function addRun(program: Command, providers: Providers, end: (status: number) => void): void {
  program
    .command("run")
    .description("run a scenario; prints its programs and where the results are")
    .argument("[file]", "the scenario, a .ts or .js file")
    .helpOption(false)
    .option("--seed <n>", "the seed of all chance (default: 1)")
    .option("--until <duration>", "end of the run in virtual time, such as 10s")
    .option("--out <dir>", "folder of the results (default: results/NAME)")
    .option("--set <key=value>", "a parameter that the scenario declares", collect, [])
    .option("--pcap", "capture every port")
    .option("--json", "print run.json on standard output")
    .option("--verify", "run twice in two processes and compare every byte of the results")
    .option("--stall <duration>", "give up after this wall time without progress (default: 60s)")
    .option("--drain <duration>", "virtual time for programs to end after SIGTERM (default: 1s)")
    .option("--quiet", "print failures only")
    .option("-h, --help", "print this; after FILE, its parameters too")
    .action(async (file: string | undefined, flags: RunFlags, command: Command) => {
      if (file === undefined) {
        if (flags.help !== true) {
          throw new CommandError("Which scenario? dce run FILE, and dce run --help.", EXIT.wrong);
        }
        process.stdout.write(command.helpInformation());
        return;
      }
      const { run } = await import("./run.ts");
      end(await run(file, flags, providers));
    });
}

function addExec(program: Command, providers: Providers, end: (status: number) => void): void {
  program
    .command("exec")
    .description("run one program on one host; its input, output and status pass through")
    .argument("<program>", "a recipe's command or, with a slash, a file of this machine")
    .argument("[args...]", "its arguments")
    .passThroughOptions()
    .option("--kernel <version>", "the kernel's series (default: 6.12)")
    .option("--dir <dir>", "a folder of this machine, mounted at /mnt, the working directory")
    .option("--env <key=value>", "an environment variable", collect, [])
    .option("--uid <n>", "the user (default: 0)")
    .option("--stall <duration>", "give up after this wall time without progress (default: 60s)")
    .option("-t", "give it a terminal (comes with a later release)")
    .action(async (name: string, words: string[], options: ExecOptions) => {
      const { exec } = await import("./exec.ts");
      end(await exec(name, words, options, providers));
    });
}

function addFolders(program: Command, providers: Providers, end: (status: number) => void): void {
  program
    .command("new")
    .description("a folder with a first scenario, so that an editor knows every option")
    .argument("<dir>", "the folder to make")
    .action(async (dir: string) => {
      end((await import("./new.ts")).makeFolder(dir));
    });
  program
    .command("cc")
    .description("the C compiler for the simulated hosts, used as gcc")
    .argument("[words...]", "as for gcc")
    .allowUnknownOption();
  program
    .command("build")
    .description("build recipes: linux, musl, iperf3, …; all when none is named")
    .argument("[names...]", "recipes")
    .option("--list", "show all with version, licence and state")
    .action(async (names: string[], options: { list?: boolean }) => {
      const { build, list } = await import("./build.ts");
      end(await (options.list === true ? list(providers) : build(names, providers)));
    });
  program
    .command("test")
    .description("everything a change must pass")
    .option("--fast", "only what needs no build and no simulation")
    .action(async (options: { fast?: boolean }) => {
      end(await (await import("./check.ts")).check(options.fast === true));
    });
  program
    .command("doctor")
    .description("what this machine has and lacks, with the cure for each")
    .action(async () => {
      end(await (await import("./doctor.ts")).doctor(providers));
    });
}
