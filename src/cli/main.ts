// SPDX-License-Identifier: MIT
/** The command `dce`: `./dce` brings Node and starts this file with its words. */
import { keepCompiled } from "./compile-cache.ts";
import { EXIT, errnoOf } from "./exit-status.ts";

process.stdout.on("error", (error) => {
  // Whoever reads our output may stop, as `head` does.
  if (errnoOf(error) === "EPIPE") process.exit(EXIT.brokenPipe);
  if (!["ENOSPC", "EDQUOT"].includes(errnoOf(error) ?? "")) throw error;
  process.stderr.write("Cannot write to standard output: no space left.\n");
  process.exit(EXIT.machine);
});
keepCompiled();
const { dispatch } = await import("./commands.ts");
process.exitCode = await dispatch(process.argv.slice(2));
