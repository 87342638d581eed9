"""Prints the preprocessor and language flags a source is compiled with, quoted for a shell; fails when it is not built."""
import json
import os
import shlex
import sys

commands, source = sys.argv[1:]
wanted = os.path.abspath(source)
for entry in json.load(open(commands, encoding="utf-8")):
    if os.path.abspath(os.path.join(entry["directory"], entry["file"])) == wanted:
        words = shlex.split(entry["command"])
        keep = []
        while words:
            word = words.pop(0)
            if word in ("-isystem", "-I", "-D"):
                keep += [word, words.pop(0)]
            elif word.startswith(("-I", "-D", "-std=", "-isystem", "-fPIC")):
                keep.append(word)
        print(shlex.join(keep))
        sys.exit(0)
sys.exit(1)
