;; Decodes the bytes that src/build/text-encoding.js encoded as text.

(module
  ;; Contains the text, from address 0. The bytes overwrite it: they are never longer.
  (memory (export "memory") 1)

  ;; Takes the length of the text, returns the number of bytes.
  (func (export "decode") (param $length i32) (result i32)
    (local $from i32)
    (local $to i32)
    (local $code i32)
    ;; What the previous character adds to this one: 91 or 182 after a prefix, else 0.
    (local $base i32)
    (loop $characters
      (local.set $code (i32.load8_u (local.get $from)))
      (if (i32.lt_u (local.get $code) (i32.const 0x22))
        (then
          (local.set $base (i32.mul (i32.sub (local.get $code) (i32.const 0x1f)) (i32.const 91))))
        (else
          ;; base + code - 0x23, minus 1 above the backslash, which the alphabet leaves out
          (i32.store8 (local.get $to)
            (i32.sub
              (i32.add (local.get $base) (i32.sub (local.get $code) (i32.const 0x23)))
              (i32.gt_u (local.get $code) (i32.const 0x5c))))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (local.set $base (i32.const 0))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $characters (i32.lt_u (local.get $from) (local.get $length))))
    (local.get $to)))
