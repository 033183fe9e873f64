// SPDX-License-Identifier: MIT
// Random functions through the step: the result is valid, and it faults exactly where the same
// function with a naive check of every single address faults, having done the same until then.
// That proves what is left out because it was checked before.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { assembleWat, programWat } from "../../../test/postlink/wat.ts";
import { postlink } from "./postlink.ts";

const LOCALS = 4;
/** Values around the limit that make null pointers, valid pointers and small distances. */
const interesting = [0, 4, 8, 65528, 65536, 65540, 70000, 100_000, -4];

/** Turns random numbers into the text of a function; `naive` says which checks it gets. */
class Generator {
  private at = 0;
  private loops = 0;
  /** Open labels, innermost last: the counter of a loop, -1 for another block. */
  private readonly labels: number[] = [];
  private readonly tape: readonly number[];
  private readonly naive: boolean;

  constructor(tape: readonly number[], naive: boolean) {
    this.tape = tape;
    this.naive = naive;
  }

  private pick(count: number): number {
    return (this.tape[this.at++] ?? 0) % count;
  }

  private constant(): number {
    return interesting[this.pick(interesting.length)]!;
  }

  private local(): string {
    return `${this.pick(LOCALS)}`;
  }

  /** An address, and the check in front of the access. */
  private address(depth: number, offset: number): string {
    if (this.pick(8) === 7) {
      const value = this.constant();
      const text = `(i32.const ${value})`;
      // The step sees the whole of a constant address.
      const valid = value >= 0 && value + offset >= 65536;
      return this.naive && !valid ? `(call $check ${text})` : text;
    }
    const text = `(i32.add (i32.const 0) ${this.expression(depth)})`;
    const plain = this.pick(2) === 0 ? `(local.get ${this.local()})` : text;
    return this.naive ? `(call $check ${plain})` : plain;
  }

  expression(depth: number): string {
    if (depth === 0) return `(local.get ${this.local()})`;
    const inner = (): string => this.expression(depth - 1);
    switch (this.pick(10)) {
      case 0:
        return `(local.get ${this.local()})`;
      case 1:
        return `(i32.const ${this.constant()})`;
      case 2:
        return `(i32.add ${inner()} (i32.const ${this.constant()}))`;
      case 3:
        return `(i32.add (i32.const 8) ${inner()})`;
      case 4:
        return `(i32.sub ${inner()} ${inner()})`;
      case 5:
        return `(local.tee ${this.local()} ${inner()})`;
      case 6:
        return `(i32.sub (global.get $sp) (i32.const ${4 * this.pick(1000)}))`;
      case 7:
        return `(i32.and ${inner()} (i32.const 262143))`;
      case 8:
        return `(if (result i32) ${inner()} (then ${inner()}) (else ${inner()}))`;
      default: {
        const offset = 4 * this.pick(4);
        return `(i32.load offset=${offset} ${this.address(depth - 1, offset)})`;
      }
    }
  }

  private block(kind: string, label: number, depth: number): string {
    this.labels.push(label);
    const text = this.statements(depth - 1);
    this.labels.pop();
    return kind.replace("…", text);
  }

  private branch(condition: string): string {
    const depth = this.pick(this.labels.length + 1);
    const counter = this.labels.at(-1 - depth) ?? -1;
    if (counter < 0) return `(br_if ${depth} ${condition})`;
    const step = `(local.tee ${counter} (i32.sub (local.get ${counter}) (i32.const 1)))`;
    return `(br_if ${depth} (i32.and (i32.gt_s ${step} (i32.const 0)) (i32.ne ${condition}
      (i32.const 4))))`;
  }

  /** An `if` whose arm ends with a branch out of the block round it. */
  private leavingArm(condition: string, depth: number): string {
    this.labels.push(-1);
    const text = this.block(`(block (if ${condition} (then … (br 1))))`, -1, depth);
    this.labels.pop();
    return text;
  }

  private loop(depth: number): string {
    const counter = LOCALS + 2 + this.loops++;
    const body = this.block("(loop …", counter, depth);
    return `(local.set ${counter} (i32.const 3)) ${body})`;
  }

  private fill(depth: number): string {
    const [at, length] = [this.expression(depth - 1), this.pick(3)];
    const text = `(memory.fill ${at} (i32.const 7) (i32.const ${length}))`;
    if (!this.naive) return text;
    const checked = length === 0 ? at : `(call $check ${at})`;
    return text.replace(at, checked);
  }

  private store(value: string): string {
    const offset = 4 * this.pick(4);
    const address = this.address(2, offset);
    const store = `i32.store offset=${offset}`;
    if (!this.naive) return `(${store} ${address} ${value})`;
    // Both operands are there before the store checks.
    const check = "(call $check ";
    const isChecked = address.startsWith(check);
    const plain = isChecked ? address.slice(check.length, -1) : address;
    const operand = `(local.get ${LOCALS})`;
    return `(local.set ${LOCALS} ${plain}) (local.set ${LOCALS + 1} ${value})
      (${store} ${isChecked ? `${check}${operand})` : operand} (local.get ${LOCALS + 1}))`;
  }

  statement(depth: number): string {
    const value = (): string => this.expression(2);
    const block = (kind: string): string => this.block(kind, -1, depth);
    if (depth === 0) return `(local.set ${this.local()} ${value()})`;
    switch (this.pick(11)) {
      case 0:
        return `(local.set ${this.local()} ${value()})`;
      case 1:
        return this.store(value());
      case 2:
        return block("(block …)");
      case 3:
        return this.loop(depth);
      case 4:
        return block(`(if ${value()} (then …))`);
      case 5:
        return block(block(`(if ${value()} (then …) (else …))`));
      case 6:
        return this.branch(value());
      case 7:
        return block(block("(try (do …) (catch $tag drop …))"));
      case 8:
        return `(if (i32.eq ${value()} (i32.const 8)) (then (throw $tag (i32.const 1))))`;
      case 9:
        return this.leavingArm(value(), depth);
      default:
        return this.fill(depth);
    }
  }

  statements(depth: number): string {
    return Array.from({ length: 1 + this.pick(4) }, () => this.statement(depth)).join(" ");
  }

  /** The whole program. */
  program(): string {
    const body = this.statements(4);
    const locals = " i32".repeat(LOCALS + this.loops);
    return programWat(`(tag $tag (param i32))
      (global $null (export "null") (mut i32) (i32.const 0))
      (func $check (param i32) (result i32)
        (if (i32.lt_u (local.get 0) (i32.const 65536))
          (then (global.set $null (i32.const 1)) (unreachable)))
        (local.get 0))
      (func (export "f") (param i32 i32) (local${locals})
        ${body}
        (global.set $sp (i32.add (local.get 2) (local.get 3))))`);
  }
}

/** What a run leaves: how it ended, whether a null was met, and the memory. */
function run(bytes: Uint8Array<ArrayBuffer>, args: [number, number]): unknown[] {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 16384 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory },
    linux: { syscall: () => 0n },
  });
  const global = (name: string): WebAssembly.Global | undefined =>
    exports[name] as WebAssembly.Global | undefined;
  const [fault, pointer] = [global("__wasm_fault_addr"), global("__stack_pointer")];
  // Not an address that an access can have, so that a fault at address 0 is seen too.
  if (fault) fault.value = -1;
  let end = "returned";
  try {
    (exports["f"] as (a: number, b: number) => void)(...args);
  } catch (error) {
    end = error instanceof WebAssembly.Exception ? "thrown" : "trapped";
  }
  const nulls = fault ? fault.value !== -1 : global("null")?.value === 1;
  return [
    end,
    nulls,
    pointer?.value,
    createHash("sha1").update(new Uint8Array(memory.buffer)).digest("hex"),
  ];
}

const argument = fc.constantFrom(...interesting);

test("random functions fault exactly where a check of every access faults", () => {
  let [faults, returns] = [0, 0];
  const tapes = fc.array(fc.nat(1 << 20), { minLength: 10, maxLength: 200 });
  fc.assert(
    fc.property(tapes, argument, argument, (tape, a, b) => {
      const plain = assembleWat(new Generator(tape, false).program());
      const naive = assembleWat(new Generator(tape, true).program());
      for (const codeMap of [false, true]) {
        const linked = postlink(plain, { stackChecks: false, codeMap });
        assert.ok(WebAssembly.validate(linked), "valid");
        const [expected, found] = [run(naive, [a, b]), run(linked, [a, b])];
        assert.deepEqual(found, expected, new Generator(tape, false).program());
        if (found[1] === true) faults++;
        else if (found[0] === "returned") returns++;
      }
      assert.ok(WebAssembly.validate(postlink(plain)), "valid with stack checks");
    }),
    {
      numRuns: Number(process.env["FUZZ_RUNS"] ?? 300),
      seed: Number(process.env["FUZZ_SEED"] ?? 7),
    },
  );
  // The programs must do both, or the comparison says nothing.
  assert.ok(faults > 50 && returns > 50, `${faults} faults, ${returns} returns`);
});
