# SPDX-License-Identifier: MIT
# The lowest address that a thread's stack may reach. The linked program's own checks compare with
# this global, which follows the thread as __stack_pointer does.
	.globaltype	__stack_pointer, i32
	.globaltype	__tls_base, i32
	.functype	__wasm_run_handler (i32) -> ()
	.functype	__wasm_thread_start (i32) -> ()
	.functype	__wasm_run_fault_handler (i32) -> ()

	.globl	__wasm_stack_limit
	.globaltype	__wasm_stack_limit, i32
__wasm_stack_limit:

	.section	.text.__wasm_get_stack_limit,"",@
	.globl	__wasm_get_stack_limit
	.hidden	__wasm_get_stack_limit
	.type	__wasm_get_stack_limit,@function
__wasm_get_stack_limit:
	.functype	__wasm_get_stack_limit () -> (i32)
	global.get	__wasm_stack_limit
	end_function

	.section	.text.__wasm_set_stack_limit,"",@
	.globl	__wasm_set_stack_limit
	.hidden	__wasm_set_stack_limit
	.type	__wasm_set_stack_limit,@function
__wasm_set_stack_limit:
	.functype	__wasm_set_stack_limit (i32) -> ()
	local.get	0
	global.set	__wasm_stack_limit
	end_function

	# runs a signal handler on the alternate stack: top, limit, argument
	.section	.text.__wasm_on_stack,"",@
	.globl	__wasm_on_stack
	.hidden	__wasm_on_stack
	.type	__wasm_on_stack,@function
__wasm_on_stack:
	.functype	__wasm_on_stack (i32, i32, i32) -> ()
	.local	i32, i32
	global.get	__stack_pointer
	local.set	3
	global.get	__wasm_stack_limit
	local.set	4
	local.get	0
	global.set	__stack_pointer
	local.get	1
	global.set	__wasm_stack_limit
	local.get	2
	call	__wasm_run_handler
	local.get	3
	global.set	__stack_pointer
	local.get	4
	global.set	__wasm_stack_limit
	end_function

	# the kernel enters a new thread, or the child of posix_spawn, here: stack, thread pointer
	.section	.text.__wasm_thread_entry,"",@
	.globl	__wasm_thread_entry
	.export_name	__wasm_thread_entry, __wasm_thread_entry
	.type	__wasm_thread_entry,@function
__wasm_thread_entry:
	.functype	__wasm_thread_entry (i32, i32) -> ()
	local.get	0
	global.set	__stack_pointer
	local.get	1
	global.set	__tls_base
	local.get	0
	i32.load	8
	global.set	__wasm_stack_limit
	local.get	0
	call	__wasm_thread_start
	end_function

	# A trap for whose signal there is a handler. The frames are gone, the thread's globals are
	# as the trap left them; after an overflow the stack pointer may lie below the limit.
	.section	.text.__wasm_fault_entry,"",@
	.globl	__wasm_fault_entry
	.export_name	__wasm_fault_entry, __wasm_fault_entry
	.type	__wasm_fault_entry,@function
__wasm_fault_entry:
	.functype	__wasm_fault_entry () -> ()
	.local	i32
	global.get	__stack_pointer
	global.get	__wasm_stack_limit
	i32.sub
	i32.const	0
	i32.lt_s
	local.tee	0
	if
	global.get	__wasm_stack_limit
	i32.const	-16
	i32.and
	global.set	__stack_pointer
	end_if
	local.get	0
	call	__wasm_run_fault_handler
	end_function
