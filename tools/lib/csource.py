# SPDX-License-Identifier: GPL-3.0-or-later
"""A small reader of C source, enough for rules about shape: it blanks comments, strings and preprocessor lines
without moving a line, and finds function definitions. It is no compiler; what must be exact, the compiler's
warnings watch."""
import re


def blank(text, keep_strings=False):
    """The text with comments (and the insides of strings) turned into blanks; newlines stay where they are."""
    out, i, n = [], 0, len(text)
    while i < n:
        two = text[i:i + 2]
        if two == "/*":
            end = text.find("*/", i + 2)
            end = n if end < 0 else end + 2
        elif two == "//":
            end = text.find("\n", i)
            end = n if end < 0 else end
        elif text[i] in "\"'":
            end = i + 1
            while end < n and text[end] != text[i] and text[end] != "\n":
                end += 2 if text[end] == "\\" else 1
            end = min(end + 1, n)
            if keep_strings:
                out.append(text[i:end])
            else:
                out.append(text[i] + " " * (end - i - 2) + text[i])
            i = end
            continue
        else:
            out.append(text[i])
            i += 1
            continue
        out.append(re.sub(r"[^\n]", " ", text[i:end]))
        i = end
    return "".join(out)


def without_directives(code):
    """Blanks preprocessor lines and their continuations."""
    lines, going_on = [], False
    for line in code.split("\n"):
        directive = going_on or line.lstrip().startswith("#")
        lines.append("" if directive else line)
        going_on = directive and line.endswith("\\")
    return "\n".join(lines)


class Function:
    def __init__(self, name, head, first, last, parameters, body):
        self.name, self.head, self.first, self.last = name, head, first, last
        self.parameters, self.body = parameters, body

    @property
    def lines(self):
        return self.last - self.first + 1

    @property
    def static(self):
        return re.search(r"\bstatic\b|\bVF_INLINE\b", self.head) is not None

    @property
    def complexity(self):
        """McCabe's number, a switch counted as one decision however many cases it has."""
        words = re.findall(r"\b(?:if|for|while|switch)\b", self.body)
        return 1 + len(words) + len(re.findall(r"&&|\|\||\?", self.body))


def count_parameters(text):
    text = text.strip()
    if text in ("", "void"):
        return 0
    depth, count = 0, 1
    for c in text:
        depth += (c in "([{") - (c in ")]}")
        count += c == "," and depth == 0
    return count


def statements(code):
    """The top level: yields (head, line, body or None), where body is what the braces after head hold."""
    code = without_directives(code)
    start, i, n, line, first = 0, 0, len(code), 1, None
    while i < n:
        c = code[i]
        if c == "\n":
            line += 1
        elif not c.isspace() and first is None:
            first, start = line, i
        if c == ";":
            yield code[start:i + 1], first, None
            first = None
        elif c == "{":
            head, begins, depth, j = code[start:i], first, 0, i
            while j < n:
                depth += (code[j] == "{") - (code[j] == "}")
                if depth == 0:
                    break
                j += 1
            body = code[i + 1:j]
            line += code.count("\n", i, j)
            i = j
            yield head, begins, (body, line)
            is_function = head.rstrip().endswith(")") and "=" not in head
            first = None if is_function else first
            if not is_function:  # an initialiser or a type goes on to its semicolon
                while i < n and code[i] != ";":
                    line += code[i] == "\n"
                    i += 1
                first = None
        i += 1


def split_parameters(head):
    """"int f(int (*g)(void))" -> "int f", "int (*g)(void)"."""
    depth = 0
    for i in range(len(head) - 1, -1, -1):
        depth += (head[i] == ")") - (head[i] == "(")
        if depth == 0:
            return head[:i], head[i + 1:-1]
    return head, ""


def functions(text):
    for head, first, rest in statements(blank(text)):
        if rest is None or not head.rstrip().endswith(")") or "=" in head:
            continue
        head, inside = split_parameters(head.rstrip())
        found = re.search(r"([A-Za-z_]\w*)\s*$", head)
        if not found:
            continue
        # What stands before on lines of its own, like MACRO(x), belongs to something else.
        own = head[head.rfind(")\n") + 1:]
        first += head[:len(head) - len(own.lstrip())].count("\n")
        body, last = rest
        name, parameters = found.group(1), count_parameters(inside)
        if name in ("START_TEST", "START_LOOP_TEST"):
            name, parameters = inside.strip(), 0
        yield Function(name, own, first, last, parameters, body)
