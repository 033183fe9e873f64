// SPDX-License-Identifier: MIT
import { ByteWriter } from "./byte-writer.ts";
import { Op } from "./opcodes.ts";

/** Writes instructions; one method for each that a pass inserts with an operand of its own. */
export class InstructionWriter extends ByteWriter {
  localGet(index: number): this {
    return this.byte(Op.localGet).u32(index);
  }

  localSet(index: number): this {
    return this.byte(Op.localSet).u32(index);
  }

  localTee(index: number): this {
    return this.byte(Op.localTee).u32(index);
  }

  globalGet(index: number): this {
    return this.byte(Op.globalGet).u32(index);
  }

  globalSet(index: number): this {
    return this.byte(Op.globalSet).u32(index);
  }

  i32Const(value: number): this {
    return this.byte(Op.i32Const).s32(value);
  }

  call(index: number): this {
    return this.byte(Op.call).u32(index);
  }
}
