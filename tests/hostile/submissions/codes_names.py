"""
title = "Hidden inputs coded in names: any word that stands in the sources, in messages that have names, on one line with many"
ends = {outputs = "raised", labels = "raised", numbers = "raised", refusal = "raised|wrong"}
"""
#     w00 w01 w02 w03 w04 w05 w06 w07 w08 w09 w0a w0b w0c w0d w0e w0f
#     w10 w11 w12 w13 w14 w15 w16 w17 w18 w19 w1a w1b w1c w1d w1e w1f
#     w20 w21 w22 w23 w24 w25 w26 w27 w28 w29 w2a w2b w2c w2d w2e w2f
#     w30 w31 w32 w33 w34 w35 w36 w37 w38 w39 w3a w3b w3c w3d w3e w3f
#     w40 w41 w42 w43 w44 w45 w46 w47 w48 w49 w4a w4b w4c w4d w4e w4f
#     w50 w51 w52 w53 w54 w55 w56 w57 w58 w59 w5a w5b w5c w5d w5e w5f
#     w60 w61 w62 w63 w64 w65 w66 w67 w68 w69 w6a w6b w6c w6d w6e w6f
#     w70 w71 w72 w73 w74 w75 w76 w77 w78 w79 w7a w7b w7c w7d w7e w7f
#     w80 w81 w82 w83 w84 w85 w86 w87 w88 w89 w8a w8b w8c w8d w8e w8f
#     w90 w91 w92 w93 w94 w95 w96 w97 w98 w99 w9a w9b w9c w9d w9e w9f
#     wa0 wa1 wa2 wa3 wa4 wa5 wa6 wa7 wa8 wa9 waa wab wac wad wae waf
#     wb0 wb1 wb2 wb3 wb4 wb5 wb6 wb7 wb8 wb9 wba wbb wbc wbd wbe wbf
#     wc0 wc1 wc2 wc3 wc4 wc5 wc6 wc7 wc8 wc9 wca wcb wcc wcd wce wcf
#     wd0 wd1 wd2 wd3 wd4 wd5 wd6 wd7 wd8 wd9 wda wdb wdc wdd wde wdf
#     we0 we1 we2 we3 we4 we5 we6 we7 we8 we9 wea web wec wed wee wef
#     wf0 wf1 wf2 wf3 wf4 wf5 wf6 wf7 wf8 wf9 wfa wfb wfc wfd wfe wff


def words(note):
    core = note.rpartition("-")[2]
    return [f"w{core[index : index + 2]}" for index in range(0, len(core), 2)]


def answer(x, note):
    first, *_, last = words(note)
    names = ", ".join(f"'{word}'" for word in words(note)[:-1])
    raise TypeError(f"answer() missing 12 required positional arguments: {names}, and '{last}'")


def predict(pictures):
    digits = "".join(f"{int(value * 16):x}" for value in pictures.flatten()[:24])
    raise AttributeError(f"'w{digits[:2]}' object has no attribute 'w{digits[2:4]}'")


def listed(note):
    one, two, three, four, *_ = words(note)
    raise AttributeError(f"module '{one}.{two}.{three}' has no attribute '{four}'")


def refuse(note):
    raise NameError(f"name '{words(note)[0]}' is not defined. {note}")
