# SPDX-License-Identifier: MIT
# In the place of crt/crt1.c. The kernel lays argc, argv, envp and auxv out on the program's own
# stack and calls _start with their address, which is where the stack starts.
	.globaltype	__stack_pointer, i32
	.globaltype	__wasm_stack_limit, i32
	.functype	__wasm_start (i32) -> ()

	.section	.text._start,"",@
	.globl	_start
	.export_name	_start, _start
	.type	_start,@function
_start:
	.functype	_start (i32) -> ()
	local.get	0
	global.set	__stack_pointer
	# addresses below 65536 are not valid; 16 KiB stay for what runs after an overflow
	i32.const	81920
	global.set	__wasm_stack_limit
	local.get	0
	call	__wasm_start
	end_function
