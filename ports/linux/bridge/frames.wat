;; SPDX-License-Identifier: GPL-2.0-only
;;
;; Hashes of frames in the arena, for the frame trace of a run. Not cryptographic: it tells two runs
;; apart, against nobody. A slot at `slot` holds a frame; the 8 bytes before it hold the frame's
;; hash, which nic.wat writes when a host sends the frame (the same function, see there).
;;
;; The frame hash is XXH64 with seed 0 of the frame's bytes: four lanes of 64 bits, multiplied and
;; rotated, over blocks of 32 bytes; then the rest by 8, 4 and 1 bytes; then an avalanche.
;;
;; A trace folds frames in order into one 64-bit state, a round of XXH64 for each of three values:
;;   state = rotl(state + value * P2, 31) * P1   for start (i64), length (u64), frame hash
;; src/net/frame-memory.ts is the contract, src/net/plain-frame-memory.ts the same in TypeScript.
(module
  (import "a" "memory" (memory $a 1))
  ;;INCLUDE xxh64.wat

  (func (export "hash") (param $slot i32) (param $n i32)
    (i64.store $a (i32.sub (local.get $slot) (i32.const 8))
      (call $xxh64 (local.get $slot) (local.get $n))))

  (func (export "fold") (param $state i32) (param $slot i32) (param $n i32) (param $start f64)
    (local $s i64)
    (local.set $s (i64.load $a (local.get $state)))
    (local.set $s (call $round (local.get $s) (i64.trunc_sat_f64_s (local.get $start))))
    (local.set $s (call $round (local.get $s) (i64.extend_i32_u (local.get $n))))
    (local.set $s
      (call $round (local.get $s)
                   (i64.load $a (i32.sub (local.get $slot) (i32.const 8)))))
    (i64.store $a (local.get $state) (local.get $s))))
