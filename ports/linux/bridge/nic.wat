;; SPDX-License-Identifier: GPL-2.0-only
;;
;; Frames between a kernel's memory and the simulation's frame arena: one instance for each kernel.
;; A frame that is sent is copied and hashed in one call; one that is delivered makes one call from
;; the host, which is the whole receive interrupt (arch/wasm/drivers/nic.c).
;;
;; A slot at `slot` holds a frame; the 8 bytes before it hold the frame's hash, XXH64 with seed 0
;; (see frames.wat, which folds the hashes into a run's trace).
(module
  (import "k" "memory" (memory $k 1))
  (import "a" "memory" (memory $a 1))
  (import "k" "rx_begin" (func $rx_begin (param f64 i32 i32) (result i32)))
  (import "k" "rx_end" (func $rx_end (param i32) (result i32)))
  ;;INCLUDE xxh64.wat

  (func (export "out") (param $frame i32) (param $slot i32) (param $n i32)
    (memory.copy $a $k (local.get $slot) (local.get $frame) (local.get $n))
    (i64.store $a (i32.sub (local.get $slot) (i32.const 8))
      (call $xxh64 (local.get $slot) (local.get $n))))

  ;; What an interrupt answers: 1 when the suspended task is to go on.
  (func (export "rx") (param $now f64) (param $port i32) (param $slot i32) (param $n i32)
      (result i32)
    (local $to i32)
    (local.set $to (call $rx_begin (local.get $now) (local.get $port) (local.get $n)))
    (if (i32.eqz (local.get $to)) (then (return (i32.const 0))))
    (memory.copy $k $a (local.get $to) (local.get $slot) (local.get $n))
    (call $rx_end (local.get $port))))
