  ;; SPDX-License-Identifier: GPL-2.0-only
  ;; XXH64 with seed 0 of bytes in memory $a (Yann Collet's specification, doc/xxhash_spec.md).
  ;; Included by frames.wat and nic.wat; recipes/linux puts it in place of the INCLUDE line.
  (global $P1 i64 (i64.const 0x9E3779B185EBCA87))
  (global $P2 i64 (i64.const 0xC2B2AE3D27D4EB4F))
  (global $P3 i64 (i64.const 0x165667B19E3779F9))
  (global $P4 i64 (i64.const 0x85EBCA77C2B2AE63))
  (global $P5 i64 (i64.const 0x27D4EB2F165667C5))

  (func $round (param $acc i64) (param $lane i64) (result i64)
    (i64.mul
      (i64.rotl (i64.add (local.get $acc) (i64.mul (local.get $lane) (global.get $P2)))
                (i64.const 31))
      (global.get $P1)))

  (func $merge (param $acc i64) (param $lane i64) (result i64)
    (i64.add
      (i64.mul (i64.xor (local.get $acc) (call $round (i64.const 0) (local.get $lane)))
               (global.get $P1))
      (global.get $P4)))

  (func $xxh64 (param $p i32) (param $n i32) (result i64)
    (local $h i64) (local $v1 i64) (local $v2 i64) (local $v3 i64) (local $v4 i64)
    (local $end i32) (local $last i32)
    (local.set $end (i32.add (local.get $p) (local.get $n)))
    (local.set $last (i32.sub (local.get $end) (i32.const 32)))
    (if (i32.ge_u (local.get $n) (i32.const 32))
      (then
        (local.set $v1 (i64.add (global.get $P1) (global.get $P2)))
        (local.set $v2 (global.get $P2))
        (local.set $v4 (i64.sub (i64.const 0) (global.get $P1)))
        (loop $block
          (local.set $v1 (call $round (local.get $v1) (i64.load $a (local.get $p))))
          (local.set $v2 (call $round (local.get $v2) (i64.load $a offset=8 (local.get $p))))
          (local.set $v3 (call $round (local.get $v3) (i64.load $a offset=16 (local.get $p))))
          (local.set $v4 (call $round (local.get $v4) (i64.load $a offset=24 (local.get $p))))
          (local.set $p (i32.add (local.get $p) (i32.const 32)))
          (br_if $block (i32.le_u (local.get $p) (local.get $last))))
        (local.set $h
          (i64.add
            (i64.add (i64.rotl (local.get $v1) (i64.const 1))
                     (i64.rotl (local.get $v2) (i64.const 7)))
            (i64.add (i64.rotl (local.get $v3) (i64.const 12))
                     (i64.rotl (local.get $v4) (i64.const 18)))))
        (local.set $h (call $merge (local.get $h) (local.get $v1)))
        (local.set $h (call $merge (local.get $h) (local.get $v2)))
        (local.set $h (call $merge (local.get $h) (local.get $v3)))
        (local.set $h (call $merge (local.get $h) (local.get $v4))))
      (else (local.set $h (global.get $P5))))
    (local.set $h (i64.add (local.get $h) (i64.extend_i32_u (local.get $n))))
    (block $done8
      (loop $next8
        (br_if $done8 (i32.lt_u (i32.sub (local.get $end) (local.get $p)) (i32.const 8)))
        (local.set $h
          (i64.xor (local.get $h) (call $round (i64.const 0) (i64.load $a (local.get $p)))))
        (local.set $h
          (i64.add (i64.mul (i64.rotl (local.get $h) (i64.const 27)) (global.get $P1))
                   (global.get $P4)))
        (local.set $p (i32.add (local.get $p) (i32.const 8)))
        (br $next8)))
    (if (i32.ge_u (i32.sub (local.get $end) (local.get $p)) (i32.const 4))
      (then
        (local.set $h
          (i64.xor (local.get $h) (i64.mul (i64.load32_u $a (local.get $p)) (global.get $P1))))
        (local.set $h
          (i64.add (i64.mul (i64.rotl (local.get $h) (i64.const 23)) (global.get $P2))
                   (global.get $P3)))
        (local.set $p (i32.add (local.get $p) (i32.const 4)))))
    (block $done1
      (loop $next1
        (br_if $done1 (i32.ge_u (local.get $p) (local.get $end)))
        (local.set $h
          (i64.xor (local.get $h) (i64.mul (i64.load8_u $a (local.get $p)) (global.get $P5))))
        (local.set $h (i64.mul (i64.rotl (local.get $h) (i64.const 11)) (global.get $P1)))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (br $next1)))
    (local.set $h (i64.mul (i64.xor (local.get $h) (i64.shr_u (local.get $h) (i64.const 33)))
                           (global.get $P2)))
    (local.set $h (i64.mul (i64.xor (local.get $h) (i64.shr_u (local.get $h) (i64.const 29)))
                           (global.get $P3)))
    (i64.xor (local.get $h) (i64.shr_u (local.get $h) (i64.const 32))))
