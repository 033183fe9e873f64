// SPDX-License-Identifier: MIT
/** The boundary table and every built kernel agree in both directions, names and types. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import {
  kernelExports,
  kernelImports,
  kernelObjects,
  type Signature,
} from "../../src/linux/boundary.ts";
import { built } from "../built.ts";
import { type FunctionType, type ModuleSignatures, moduleSignatures } from "./module-signatures.ts";

function written(table: Readonly<Record<string, Signature>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table)
      .map(([name, { parameters, results }]) => [name, `${parameters.join()}->${results.join()}`])
      .toSorted(),
  );
}

function found(functions: ReadonlyMap<string, FunctionType>, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    [...functions]
      .map(([name, { parameters, results }]) => [
        name.replace(prefix, ""),
        `${parameters.join()}->${results.join()}`,
      ])
      .toSorted(),
  );
}

describe("kernel boundary", () => {
  let image: ModuleSignatures;
  before(async () => {
    const { folder } = await built("linux");
    image = moduleSignatures(readFileSync(`${folder}/vmlinux.wasm`));
  });

  it("imports are those of the table", () => {
    assert.deepEqual(found(image.imports, "host."), written(kernelImports));
  });

  it("exports are those of the table", () => {
    assert.deepEqual(found(image.exports), written(kernelExports));
  });

  it("nothing else crosses but memory, table and globals", () => {
    assert.deepEqual([...image.otherImports], [["env.memory", "memory"]]);
    assert.deepEqual(Object.fromEntries([...image.otherExports].toSorted()), kernelObjects);
  });
});
