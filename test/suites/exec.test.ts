// SPDX-License-Identifier: MIT
/**
 * `dce exec`: statuses as a shell sees them, streams that pass through, bytes that outlive a kill.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { dce, runDce } from "../command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const endings = `
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static volatile int zero;
int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	if (!strcmp(how, "seven")) return 7;
	if (!strcmp(how, "abort")) abort();
	if (!strcmp(how, "divide")) return 7 / zero;
	if (!strcmp(how, "kill")) kill(getpid(), SIGKILL);
	if (!strcmp(how, "null")) return *(volatile int *)zero;
	if (!strcmp(how, "term")) raise(SIGTERM);
	puts("ended well");
	return 0;
}
`;

describe("dce exec", () => {
  let folder: string;
  let program: string;
  before(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder, "endings.c"), endings);
    const { status, stderr } = runDce(["cc", "-O1", "-o", "endings", "endings.c"], { cwd: folder });
    assert.equal(status, 0, stderr);
    program = join(folder, "endings");
  });

  for (const [how, status] of [
    ["well", 0],
    ["seven", 7],
    ["abort", 134],
    ["divide", 136],
    ["kill", 137],
    ["null", 139],
    ["term", 143],
  ] as const) {
    it(`${how} ends with ${status}`, () => {
      const ended = runDce(["exec", program, how]);
      assert.equal(ended.status, status, ended.stderr);
      assert.equal(ended.stdout, how === "well" ? "ended well\n" : "");
    });
  }

  it("runs a recipe's program and passes standard input and output through", () => {
    const { status, stdout } = runDce(["exec", "tr", "a-z", "A-Z"], { input: "one\ntwo\n" });
    assert.deepEqual([status, stdout], [0, "ONE\nTWO\n"]);
  });

  it("says which programs there are", () => {
    const { status, stderr } = runDce(["exec", "iperf4"]);
    assert.equal(status, 127);
    assert.match(stderr, /'iperf4'.*iperf3/);
  });

  it("keeps what was written when the command is killed", async () => {
    const writer = 'int main(void){for(int i=0;;i++){dprintf(3,"line %d\\n",i);}}';
    const source = `#include <stdio.h>\n#include <fcntl.h>\n${writer.replace(
      "for(",
      'if(open("/mnt/lines",O_CREAT|O_WRONLY|O_APPEND,0644)!=3)return 1;for(',
    )}`;
    writeFileSync(join(folder, "writer.c"), source);
    assert.equal(runDce(["cc", "-o", "writer", "writer.c"], { cwd: folder }).status, 0);
    const work = join(folder, "work");
    mkdirSync(work);
    const child = spawn(dce, ["exec", "--dir", work, join(folder, "writer")], { stdio: "ignore" });
    await sleep(4000);
    child.kill("SIGKILL");
    const lines = readFileSync(join(work, "lines"), "utf8").trimEnd().split("\n");
    assert.ok(lines.length > 100, `${lines.length} lines`);
    for (const [i, line] of lines.slice(0, -1).entries()) assert.equal(line, `line ${i}`);
  });
});
