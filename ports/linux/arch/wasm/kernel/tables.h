/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables that include/asm-generic/vmlinux.lds.h bounds elsewhere. wasm-ld has no linker script,
 * but makes output segments in order of first appearance and keeps the order of objects inside one:
 * so head.c, the first object, defines the START symbols (and with them the order), tail.c, the
 * last, the END symbols. Included by both, with the two macros defined; no include guard.
 *
 * A START that nothing refers to fixes the place of its section among its neighbours.
 */
START("__stop_sched_class", __sched_class_highest)
START("__stop_sched_class", wasm_stop_sched_class)
START("__dl_sched_class", wasm_dl_sched_class)
START("__rt_sched_class", wasm_rt_sched_class)
START("__fair_sched_class", wasm_fair_sched_class)
START("__ext_sched_class", wasm_ext_sched_class)
START("__idle_sched_class", wasm_idle_sched_class)
END("__idle_sched_class", __sched_class_lowest)

START(".init.setup", __setup_start)
END(".init.setup", __setup_end)

START(".initcallearly.init", __initcall_start)
START(".initcall0.init", __initcall0_start)
START(".initcall0s.init", wasm_initcall0s)
START(".initcall1.init", __initcall1_start)
START(".initcall1s.init", wasm_initcall1s)
START(".initcall2.init", __initcall2_start)
START(".initcall2s.init", wasm_initcall2s)
START(".initcall3.init", __initcall3_start)
START(".initcall3s.init", wasm_initcall3s)
START(".initcall4.init", __initcall4_start)
START(".initcall4s.init", wasm_initcall4s)
START(".initcall5.init", __initcall5_start)
START(".initcall5s.init", wasm_initcall5s)
START(".initcallrootfs.init", wasm_initcallrootfs)
START(".initcallrootfss.init", wasm_initcallrootfss)
START(".initcall6.init", __initcall6_start)
START(".initcall6s.init", wasm_initcall6s)
START(".initcall7.init", __initcall7_start)
START(".initcall7s.init", wasm_initcall7s)
END(".initcall7s.init", __initcall_end)

START(".con_initcall.init", __con_initcall_start)
END(".con_initcall.init", __con_initcall_end)

START(".early_lsm_info.init", __start_early_lsm_info)
END(".early_lsm_info.init", __end_early_lsm_info)
START(".lsm_info.init", __start_lsm_info)
END(".lsm_info.init", __end_lsm_info)

START("__param", __start___param)
END("__param", __stop___param)
START("__ex_table", __start___ex_table)
END("__ex_table", __stop___ex_table)
START(".notes", __start_notes)
END(".notes", __stop_notes)
