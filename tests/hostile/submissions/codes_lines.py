"""
title = "Hidden inputs coded in line numbers: forged frames, code compiled so that it raises in a chosen line, recursion"
ends = {outputs = "raised", numbers = "raised", refusal = "raised|wrong", shown = "raised"}
"""
import os
import struct

import msgspec


def nibbles(note):
    return [int(letter, 16) for letter in note.rpartition("-")[2]]


def send(note, per_line):
    """A reply with a frame for every letter, or for every two or three."""
    core = note.rpartition("-")[2]
    numbers = [int(core[index : index + per_line], 16) for index in range(0, len(core), per_line)]
    frames = [["F", "src/attack.py", 48 + number, "raise_here"] for number in numbers[:16]]
    body = msgspec.msgpack.encode(["raised", 3, ["ValueError", "Exception"], "", frames, ""])
    os.write(3, struct.pack("<Q", len(body)) + body)
    os.read(3, 1)


def answer(x, note):
    send(note, 1)


def listed(note):
    send(note, 2)


def shown():
    code = compile("\n" * 70 + "raise ValueError", __file__, "exec")
    exec(code, {})


def refuse(note):
    def step(rest):
        source = "\n" * (47 + rest[0]) + ("step(rest)" if len(rest) > 1 else "raise KeyError")
        exec(compile(source, __file__, "exec"), {"step": step, "rest": rest[1:]})

    step(nibbles(note))


def raise_here():
    raise_here()  # 0
    raise_here()  # 1
    raise_here()  # 2
    raise_here()  # 3
    raise_here()  # 4
    raise_here()  # 5
    raise_here()  # 6
    raise_here()  # 7
    raise_here()  # 8
    raise_here()  # 9
    raise_here()  # 10
    raise_here()  # 11
    raise_here()  # 12
    raise_here()  # 13
    raise_here()  # 14
    raise_here()  # 15
    raise_here()  # 16
    raise_here()  # 17
    raise_here()  # 18
    raise_here()  # 19
    raise_here()  # 20
    raise_here()  # 21
    raise_here()  # 22
    raise_here()  # 23
    raise_here()  # 24
    raise_here()  # 25
    raise_here()  # 26
    raise_here()  # 27
    raise_here()  # 28
    raise_here()  # 29
    raise_here()  # 30
    raise_here()  # 31
    raise_here()  # 32
    raise_here()  # 33
    raise_here()  # 34
    raise_here()  # 35
    raise_here()  # 36
    raise_here()  # 37
    raise_here()  # 38
    raise_here()  # 39
    raise_here()  # 40
    raise_here()  # 41
    raise_here()  # 42
    raise_here()  # 43
    raise_here()  # 44
    raise_here()  # 45
    raise_here()  # 46
    raise_here()  # 47
    raise_here()  # 48
    raise_here()  # 49
    raise_here()  # 50
    raise_here()  # 51
    raise_here()  # 52
    raise_here()  # 53
    raise_here()  # 54
    raise_here()  # 55
    raise_here()  # 56
    raise_here()  # 57
    raise_here()  # 58
    raise_here()  # 59
    raise_here()  # 60
    raise_here()  # 61
    raise_here()  # 62
    raise_here()  # 63
    raise_here()  # 64
    raise_here()  # 65
    raise_here()  # 66
    raise_here()  # 67
    raise_here()  # 68
    raise_here()  # 69
    raise_here()  # 70
    raise_here()  # 71
    raise_here()  # 72
    raise_here()  # 73
    raise_here()  # 74
    raise_here()  # 75
    raise_here()  # 76
    raise_here()  # 77
    raise_here()  # 78
    raise_here()  # 79
    raise_here()  # 80
    raise_here()  # 81
    raise_here()  # 82
    raise_here()  # 83
    raise_here()  # 84
    raise_here()  # 85
    raise_here()  # 86
    raise_here()  # 87
    raise_here()  # 88
    raise_here()  # 89
    raise_here()  # 90
    raise_here()  # 91
    raise_here()  # 92
    raise_here()  # 93
    raise_here()  # 94
    raise_here()  # 95
    raise_here()  # 96
    raise_here()  # 97
    raise_here()  # 98
    raise_here()  # 99
    raise_here()  # 100
    raise_here()  # 101
    raise_here()  # 102
    raise_here()  # 103
    raise_here()  # 104
    raise_here()  # 105
    raise_here()  # 106
    raise_here()  # 107
    raise_here()  # 108
    raise_here()  # 109
    raise_here()  # 110
    raise_here()  # 111
    raise_here()  # 112
    raise_here()  # 113
    raise_here()  # 114
    raise_here()  # 115
    raise_here()  # 116
    raise_here()  # 117
    raise_here()  # 118
    raise_here()  # 119
    raise_here()  # 120
    raise_here()  # 121
    raise_here()  # 122
    raise_here()  # 123
    raise_here()  # 124
    raise_here()  # 125
    raise_here()  # 126
    raise_here()  # 127
    raise_here()  # 128
    raise_here()  # 129
    raise_here()  # 130
    raise_here()  # 131
    raise_here()  # 132
    raise_here()  # 133
    raise_here()  # 134
    raise_here()  # 135
    raise_here()  # 136
    raise_here()  # 137
    raise_here()  # 138
    raise_here()  # 139
    raise_here()  # 140
    raise_here()  # 141
    raise_here()  # 142
    raise_here()  # 143
    raise_here()  # 144
    raise_here()  # 145
    raise_here()  # 146
    raise_here()  # 147
    raise_here()  # 148
    raise_here()  # 149
    raise_here()  # 150
    raise_here()  # 151
    raise_here()  # 152
    raise_here()  # 153
    raise_here()  # 154
    raise_here()  # 155
    raise_here()  # 156
    raise_here()  # 157
    raise_here()  # 158
    raise_here()  # 159
    raise_here()  # 160
    raise_here()  # 161
    raise_here()  # 162
    raise_here()  # 163
    raise_here()  # 164
    raise_here()  # 165
    raise_here()  # 166
    raise_here()  # 167
    raise_here()  # 168
    raise_here()  # 169
    raise_here()  # 170
    raise_here()  # 171
    raise_here()  # 172
    raise_here()  # 173
    raise_here()  # 174
    raise_here()  # 175
    raise_here()  # 176
    raise_here()  # 177
    raise_here()  # 178
    raise_here()  # 179
    raise_here()  # 180
    raise_here()  # 181
    raise_here()  # 182
    raise_here()  # 183
    raise_here()  # 184
    raise_here()  # 185
    raise_here()  # 186
    raise_here()  # 187
    raise_here()  # 188
    raise_here()  # 189
    raise_here()  # 190
    raise_here()  # 191
    raise_here()  # 192
    raise_here()  # 193
    raise_here()  # 194
    raise_here()  # 195
    raise_here()  # 196
    raise_here()  # 197
    raise_here()  # 198
    raise_here()  # 199
    raise_here()  # 200
    raise_here()  # 201
    raise_here()  # 202
    raise_here()  # 203
    raise_here()  # 204
    raise_here()  # 205
    raise_here()  # 206
    raise_here()  # 207
    raise_here()  # 208
    raise_here()  # 209
    raise_here()  # 210
    raise_here()  # 211
    raise_here()  # 212
    raise_here()  # 213
    raise_here()  # 214
    raise_here()  # 215
    raise_here()  # 216
    raise_here()  # 217
    raise_here()  # 218
    raise_here()  # 219
    raise_here()  # 220
    raise_here()  # 221
    raise_here()  # 222
    raise_here()  # 223
    raise_here()  # 224
    raise_here()  # 225
    raise_here()  # 226
    raise_here()  # 227
    raise_here()  # 228
    raise_here()  # 229
    raise_here()  # 230
    raise_here()  # 231
    raise_here()  # 232
    raise_here()  # 233
    raise_here()  # 234
    raise_here()  # 235
    raise_here()  # 236
    raise_here()  # 237
    raise_here()  # 238
    raise_here()  # 239
    raise_here()  # 240
    raise_here()  # 241
    raise_here()  # 242
    raise_here()  # 243
    raise_here()  # 244
    raise_here()  # 245
    raise_here()  # 246
    raise_here()  # 247
    raise_here()  # 248
    raise_here()  # 249
    raise_here()  # 250
    raise_here()  # 251
    raise_here()  # 252
    raise_here()  # 253
    raise_here()  # 254
    raise_here()  # 255
    raise_here()  # 256
    raise_here()  # 257
    raise_here()  # 258
    raise_here()  # 259
    raise_here()  # 260
    raise_here()  # 261
    raise_here()  # 262
    raise_here()  # 263
    raise_here()  # 264
    raise_here()  # 265
    raise_here()  # 266
    raise_here()  # 267
    raise_here()  # 268
    raise_here()  # 269
    raise_here()  # 270
    raise_here()  # 271
    raise_here()  # 272
    raise_here()  # 273
    raise_here()  # 274
    raise_here()  # 275
    raise_here()  # 276
    raise_here()  # 277
    raise_here()  # 278
    raise_here()  # 279
    raise_here()  # 280
    raise_here()  # 281
    raise_here()  # 282
    raise_here()  # 283
    raise_here()  # 284
    raise_here()  # 285
    raise_here()  # 286
    raise_here()  # 287
    raise_here()  # 288
    raise_here()  # 289
    raise_here()  # 290
    raise_here()  # 291
    raise_here()  # 292
    raise_here()  # 293
    raise_here()  # 294
    raise_here()  # 295
    raise_here()  # 296
    raise_here()  # 297
    raise_here()  # 298
    raise_here()  # 299
