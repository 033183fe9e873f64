// SPDX-License-Identifier: MIT
/** `dce new DIR`: a folder with a first scenario, set up so that an editor knows every option. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, delimiter, join, relative, resolve } from "node:path";
import { checkout, version } from "./checkout.ts";
import { CommandError, EXIT, errnoOf, messageOf } from "./exit-status.ts";
import { makeFolders } from "./make-folders.ts";
import { shownPath } from "./scenario-file.ts";
import { shellWord } from "./terminal.ts";

const firstScenario = `/** Two hosts, one link, one transfer. Run it: dce run first.ts */
import { param, scenario } from "dce";

export default scenario({
  description: "a TCP transfer over one link",
  parameters: {
    rate: param.rate("5Mbps", { help: "rate of the link" }),
    delay: param.duration("10ms", { help: "one-way delay" }),
    seconds: param.integer(5, { min: 1, help: "length of the transfer" }),
  },
  build(net, { rate, delay, seconds }) {
    const [h1, h2] = net.hosts("h", 2);
    const link = net.link(h1, h2, { rate, delay });
    link.capture();
    h2.run("iperf3 -s -1");
    const client = h1.run(["iperf3", "-c", h2, "-t", seconds], { at: "500ms" });
    return { client, link };
  },
  measure: ({ link }) => ({ megabytes: link.forward.bytes / 1e6 }),
});
`;

/** Writes the folder and says what to do next. */
export function makeFolder(dir: string): number {
  const folder = resolve(dir);
  const name =
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, "-") || "experiment";
  const files: Readonly<Record<string, string>> = {
    "first.ts": firstScenario,
    "package.json": json({
      name: name.replace(/^[._-]+/, "") || "experiment",
      private: true,
      type: "module",
      scripts: { start: "dce run first.ts" },
    }),
    "tsconfig.json": json(typescript()),
    ".gitignore": "node_modules/\nresults/\n",
  };
  try {
    makeFolders(folder);
    const there = readdirSync(folder).filter((entry) => entry in files);
    if (there.length > 0) {
      const message = `Cannot make '${dir}': ${there.join(", ")} is there already.`;
      throw new CommandError(message, EXIT.wrong);
    }
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const taken = ["EEXIST", "ENOTDIR"].includes(errnoOf(error) ?? "");
    const reason = taken ? "a file of that name is in the way" : messageOf(error);
    throw new CommandError(`Cannot make '${dir}': ${reason}.`, EXIT.wrong);
  }
  const first = shownPath(join(folder, "first.ts"));
  process.stdout.write(
    `${shownPath(folder)}   ${Object.keys(files).join(" · ")}\n` +
      `Next: ${command()} run ${shellWord(first)}\n`,
  );
  return EXIT.ok;
}

/** How this command is called from here. */
export function command(): string {
  const script = join(checkout, "dce");
  const path = relative(process.cwd(), script);
  if (!path.startsWith("..")) return `./${path}`;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, "dce"))) ? "dce" : script;
}

/** Types of `dce` out of this checkout; the options are those that its own scenarios use. */
function typescript(): object {
  return {
    compilerOptions: {
      target: "esnext",
      module: "nodenext",
      lib: ["esnext"],
      // The sources that `dce` leads to use Node.
      types: ["node"],
      typeRoots: [join(checkout, "node_modules/@types")],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      paths: { dce: [join(checkout, "src/index.ts")] },
    },
    include: ["**/*.ts"],
    $comment: `made by dce ${version()}`,
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
