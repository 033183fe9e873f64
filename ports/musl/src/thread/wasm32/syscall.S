# SPDX-License-Identifier: MIT
# The way into the kernel. Other threads of the process are coroutines of the same instance and
# run while a call waits, so the globals that belong to a thread are kept in locals round it. The
# high half of the answer is zero or flags of arch/wasm32/wasm_abi.h.
	.globaltype	__stack_pointer, i32
	.globaltype	__tls_base, i32
	.globaltype	__wasm_stack_limit, i32
	.functype	__wasm_kernel_syscall (i32, i32, i32, i32, i32, i32, i32) -> (i64)
	.import_module	__wasm_kernel_syscall, linux
	.import_name	__wasm_kernel_syscall, syscall
	.functype	__wasm_interrupted (i64, i32, i32, i32, i32, i32, i32, i32, i32) -> (i32)

	.macro	arguments
	local.get	0
	local.get	1
	local.get	2
	local.get	3
	local.get	4
	local.get	5
	local.get	6
	.endm

	# locals 7, 8, 9: the thread's globals; 10: the answer, also left on the stack
	.macro	enter_kernel
	.local	i32, i32, i32, i64
	global.get	__stack_pointer
	local.set	7
	global.get	__tls_base
	local.set	8
	global.get	__wasm_stack_limit
	local.set	9
	arguments
	call	__wasm_kernel_syscall
	local.set	10
	local.get	7
	global.set	__stack_pointer
	local.get	8
	global.set	__tls_base
	local.get	9
	global.set	__wasm_stack_limit
	local.get	10
	.endm

	# cancellation: 1 for a cancellation point
	.macro	stub name, cancellation
	.section	.text.\name,"",@
	.globl	\name
	.hidden	\name
	.type	\name,@function
\name:
	.functype	\name (i32, i32, i32, i32, i32, i32, i32) -> (i32)
	enter_kernel
	i64.const	4294967295
	i64.gt_u
	if
	local.get	10
	i32.const	\cancellation
	arguments
	call	__wasm_interrupted
	return
	end_if
	local.get	10
	i32.wrap_i64
	end_function
	.endm

	stub	__wasm_syscall, 0
	stub	__wasm_syscall_cp, 1

	.section	.text.__wasm_call,"",@
	.globl	__wasm_call
	.hidden	__wasm_call
	.type	__wasm_call,@function
__wasm_call:
	.functype	__wasm_call (i32, i32, i32, i32, i32, i32, i32) -> (i64)
	enter_kernel
	end_function
