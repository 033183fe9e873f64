;; SPDX-License-Identifier: GPL-2.0-only
;;
;; Copies between the kernel's memory and a program's: one instance for each process. The kernel
;; calls these functions through its own table (arch/wasm/include/asm/mmu.h), so no JavaScript runs
;; in copy_from_user. Signatures are those of arch/wasm/kernel/uaccess.c.
;;
;; An address of the program is valid from 65536 (what a null pointer may reach is below) to the end
;; of its memory. A copy that begins below copies nothing; one that passes the end copies what fits
;; and returns the rest, as on Linux. Bulk instructions trap on an address past the end even for no
;; bytes, so that is returned first.
(module
  (import "k" "memory" (memory $k 1))
  (import "u" "memory" (memory $u 0))

  ;; How many of n bytes at p are there.
  (func $fits (param $p i32) (param $n i32) (result i32)
    (local $room i64)
    (if (i32.lt_u (local.get $p) (i32.const 65536)) (then (return (i32.const 0))))
    (local.set $room
      (i64.sub (i64.shl (i64.extend_i32_u (memory.size $u)) (i64.const 16))
               (i64.extend_i32_u (local.get $p))))
    (if (i64.le_s (local.get $room) (i64.const 0)) (then (return (i32.const 0))))
    (if (i64.lt_u (local.get $room) (i64.extend_i32_u (local.get $n)))
      (then (return (i32.wrap_i64 (local.get $room)))))
    (local.get $n))

  ;; get_user and most structures' members: a load and a store instead of a call of the engine.
  (func (export "copy_from_user") (param $to i32) (param $from i32) (param $n i32) (result i32)
    (local $some i32)
    (local.set $some (call $fits (local.get $from) (local.get $n)))
    (if (i32.eqz (local.get $some)) (then (return (local.get $n))))
    (if (i32.eq (local.get $some) (i32.const 4))
      (then (i32.store $k (local.get $to) (i32.load $u (local.get $from))))
      (else (if (i32.eq (local.get $some) (i32.const 8))
        (then (i64.store $k (local.get $to) (i64.load $u (local.get $from))))
        (else (if (i32.eq (local.get $some) (i32.const 1))
          (then (i32.store8 $k (local.get $to) (i32.load8_u $u (local.get $from))))
          (else (memory.copy $k $u (local.get $to) (local.get $from) (local.get $some))))))))
    (i32.sub (local.get $n) (local.get $some)))

  (func (export "copy_to_user") (param $to i32) (param $from i32) (param $n i32) (result i32)
    (local $some i32)
    (local.set $some (call $fits (local.get $to) (local.get $n)))
    (if (i32.eqz (local.get $some)) (then (return (local.get $n))))
    (if (i32.eq (local.get $some) (i32.const 4))
      (then (i32.store $u (local.get $to) (i32.load $k (local.get $from))))
      (else (if (i32.eq (local.get $some) (i32.const 8))
        (then (i64.store $u (local.get $to) (i64.load $k (local.get $from))))
        (else (if (i32.eq (local.get $some) (i32.const 1))
          (then (i32.store8 $u (local.get $to) (i32.load8_u $k (local.get $from))))
          (else (memory.copy $u $k (local.get $to) (local.get $from) (local.get $some))))))))
    (i32.sub (local.get $n) (local.get $some)))

  (func (export "clear_user") (param $to i32) (param $n i32) (result i32)
    (local $some i32)
    (local.set $some (call $fits (local.get $to) (local.get $n)))
    (if (i32.eqz (local.get $some)) (then (return (local.get $n))))
    (memory.fill $u (local.get $to) (i32.const 0) (local.get $some))
    (i32.sub (local.get $n) (local.get $some)))

  ;; Length without the NUL, which is copied too; n when none is among n bytes; -EFAULT when the
  ;; memory ends before.
  (func (export "strncpy_from_user") (param $to i32) (param $from i32) (param $n i32) (result i32)
    (local $some i32) (local $i i32) (local $byte i32)
    (local.set $some (call $fits (local.get $from) (local.get $n)))
    (block $end
      (loop $next
        (br_if $end (i32.eq (local.get $i) (local.get $some)))
        (local.set $byte (i32.load8_u $u (i32.add (local.get $from) (local.get $i))))
        (i32.store8 $k (i32.add (local.get $to) (local.get $i)) (local.get $byte))
        (if (i32.eqz (local.get $byte)) (then (return (local.get $i))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (select (local.get $n) (i32.const -14) (i32.eq (local.get $some) (local.get $n))))

  ;; Length with the NUL; n + 1 when none is among n bytes; 0 when the memory ends before.
  (func (export "strnlen_user") (param $from i32) (param $n i32) (result i32)
    (local $some i32) (local $i i32)
    (local.set $some (call $fits (local.get $from) (local.get $n)))
    (block $end
      (loop $next
        (br_if $end (i32.eq (local.get $i) (local.get $some)))
        (if (i32.eqz (i32.load8_u $u (i32.add (local.get $from) (local.get $i))))
          (then (return (i32.add (local.get $i) (i32.const 1)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (select (i32.add (local.get $n) (i32.const 1)) (i32.const 0)
            (i32.eq (local.get $some) (local.get $n)))))
