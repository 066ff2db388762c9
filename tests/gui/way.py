# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at the desk does, and sees, for tests of the real program: real pointer and key
events through the X server, and the words on the window through AT-SPI. Every wait is bounded."""

import os
import select
import subprocess
import sys
import time
import warnings

# A warning is a failure of the program, not of the one who looks at it.
STRICT = os.environ.pop('G_DEBUG', '')
import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter('ignore', DeprecationWarning)  # of Atspi, for what its newest version calls otherwise
PROGRAM = 'fitting-room'
PATIENCE = 30  # seconds, on a busy machine


class Lost(Exception):
    """What was waited for did not come."""


class Skip(Exception):
    """What this machine cannot show."""


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=30, check=False).stdout.strip()


def until(what, look, seconds=PATIENCE):
    """Looks until there is something to see; returns it."""
    end = time.monotonic() + seconds
    while True:
        try:
            seen = look()
        except GLib.Error:  # it went away while it was looked at
            seen = None
        if seen:
            return seen
        if time.monotonic() > end:
            raise Lost(what)
        time.sleep(0.1)


def hear(process, seconds=PATIENCE):
    """The next line that a helper says."""
    if not select.select([process.stdout], [], [], seconds)[0]:
        raise Lost(f'a word of {process.args[0]}')
    return process.stdout.readline().strip()


def states(thing):
    return thing.get_state_set()


def children(thing):
    return [child for child in (thing.get_child_at_index(i) for i in range(thing.get_child_count())) if child]


def name_of(thing):
    """A name has its mnemonic, and sometimes its label once more: '_Next Next'."""
    return plain(thing.get_name() or '')


def plain(name):
    name = name.replace('_', '')
    half = len(name) // 2
    return name[:half] if name == f'{name[:half]} {name[:half]}' else name


def walk(thing):
    """All there is inside, in the order of reading. What was never shown has no size."""
    yield thing
    for child in children(thing):
        try:
            yield from walk(child)
        except GLib.Error:
            continue


class Desk:
    """A window manager, and the program in front of it."""

    def __init__(self, pictures):
        self.pictures = pictures
        self.manager = subprocess.Popen(['openbox', '--sm-disable'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.started = None
        self.bus = Atspi.get_desktop(0)
        Atspi.set_timeout(3000, 10000)
        os.makedirs(pictures, exist_ok=True)

    def leave(self):
        if self.started and self.started.poll() is None:
            self.started.kill()
            self.started.wait(10)
        self.manager.terminate()
        self.manager.wait(10)

    # What is there

    def program(self):
        for child in children(self.bus):
            if child.get_name() == PROGRAM:
                child.clear_cache()
                return child
        return None

    def windows(self):
        program = self.program()
        return children(program) if program else []

    def window(self, title, seconds=PATIENCE):
        return until(f'a window “{title}”', lambda: self.look_for_window(title), seconds)

    def look_for_window(self, title):
        return next((w for w in self.windows() if title in (w.get_name() or '')), None)

    def find(self, *names, role=None, within=None, sensitive=True):
        """What has one of the names and can be seen, or None; the last one is on top."""
        found = None
        for root in [within] if within else self.windows():
            for thing in walk(root):
                name = thing.get_name()
                if (name and plain(name) in names
                        and (role is None or thing.get_role_name() == role)
                        and (not sensitive or states(thing).contains(Atspi.StateType.SENSITIVE))
                        and self.place(thing)):
                    found = thing
        return found

    def expect(self, *names, seconds=PATIENCE, **how):
        return until(f'“{names[0]}”', lambda: self.find(*names, **how), seconds)

    def focused(self):
        """What has the focus, or None while it moves."""
        try:
            for root in reversed(self.windows()):
                for thing in walk(root):
                    if states(thing).contains(Atspi.StateType.FOCUSED):
                        return thing
        except GLib.Error:  # it went away while it was looked at
            pass
        return None

    def words(self):
        """Everything that can be read, for the log of a failure."""
        return [thing.get_name() for root in self.windows() for thing in walk(root)
                if thing.get_role_name() in ('label', 'push button', 'frame') and self.place(thing)]

    def step(self):
        """The name of the step that the list shows as the current one."""
        dot = self.find('current step')
        return children(dot.get_parent())[-1].get_child_at_index(0).get_name() if dot else None

    # Where it is

    def place(self, thing):
        """The middle of it on the screen, or None."""
        area = thing.get_extents(Atspi.CoordType.WINDOW) if thing.get_component_iface() else None
        if area is None or area.width < 1 or area.height < 1:
            return None
        frame = thing
        while frame and frame.get_parent() and frame.get_parent().get_role_name() != 'application':
            frame = frame.get_parent()
        return (area.x + area.width // 2, area.y + area.height // 2, frame) if frame else None

    def corner(self, frame):
        """Where a window begins: the X window of that title, without its border."""
        inner = frame.get_extents(Atspi.CoordType.WINDOW)
        title = frame.get_name()
        for number in run('xdotool', 'search', '--onlyvisible', '--name', '.').split():
            if run('xdotool', 'getwindowname', number) == title or not title:
                shape = dict(line.split('=') for line in run('xdotool', 'getwindowgeometry', '--shell', number).split())
                border = (int(shape['WIDTH']) - inner.width) // 2
                if 0 <= border < 60:
                    return int(shape['X']) + border, int(shape['Y']) + border
        return None

    # What a person does

    def click(self, *names, seconds=PATIENCE, **how):
        # What slides in is not where it will be: it has to stand still for three looks.
        thing = None
        seen = []

        def look():
            nonlocal thing
            where = None
            try:
                where = self.place(thing) if thing else None
            finally:  # one that went away, or was made anew, is looked for again
                if not where:
                    seen.clear()
                    thing = None
            thing = thing or self.find(*names, **how)
            seen.append(where and where[:2])
            return where if where and seen[-3:] == [where[:2]] * 3 else None
        where = until(f'“{names[0]}”', look, seconds)
        corner = until(f'the window of “{names[0]}”', lambda: self.corner(where[2]))
        run('xdotool', 'mousemove', str(corner[0] + where[0]), str(corner[1] + where[1]))
        run('xdotool', 'click', '1')

    def drag(self, start, end):
        """From one place of the screen to another, as slowly as a hand."""
        run('xdotool', 'mousemove', *map(str, start), 'mousedown', '1')
        for part in range(1, 21):
            run('xdotool', 'mousemove', *(str(a + (b - a) * part // 20) for a, b in zip(start, end)))
            time.sleep(0.03)

    def drop(self):
        run('xdotool', 'mouseup', '1')

    def number(self, title):
        """The X window of that title."""
        return until(f'a window “{title}”', lambda: run('xdotool', 'search', '--onlyvisible', '--name', title)).split()[0]

    def activate(self, title):
        run('xdotool', 'windowactivate', '--sync', self.number(title))

    def shape(self, title):
        return dict(line.split('=') for line in run('xdotool', 'getwindowgeometry', '--shell', self.number(title)).split())

    def press(self, *keys):
        run('xdotool', 'key', '--clearmodifiers', *keys)

    def tab_to(self, name, most=40, key='Tab'):
        """Moves the focus by keys until it is there."""
        end = time.monotonic() + PATIENCE
        before = None
        for _ in range(most):
            focus = self.focused()
            while (not focus or focus == before) and time.monotonic() < end:  # the key is still on its way
                time.sleep(0.05)
                focus = self.focused()
            try:
                if focus and name in [name_of(thing) for thing in [focus] + children(focus)]:
                    return
            except GLib.Error:  # it was made anew, and has the focus no more
                pass
            before = focus
            self.press(key)
        raise Lost(f'the focus on “{name}”')

    def shoot(self, name):
        run('import', '-window', 'root', os.path.join(self.pictures, name + '.png'))

    # The program itself

    def launch(self):
        """As a desktop does: by its launcher, which lets the bus start it."""
        subprocess.run(['gio', 'launch', os.environ['FR_LAUNCHER']], timeout=30, check=True)
        self.window('Fitting Room', 30)

    def start(self, *words):
        """As a shell does: its exit status can be asked."""
        self.started = subprocess.Popen([os.environ['FR_PROGRAM'], *words], env={**os.environ, 'G_DEBUG': STRICT})
        self.window('Fitting Room', 30)
        until('the focus', lambda: run('xdotool', 'getactivewindow'))

    def ended(self, seconds=PATIENCE):
        """Waits for the end of what start() has started; returns its exit status."""
        try:
            return self.started.wait(seconds)
        except subprocess.TimeoutExpired as late:
            raise Lost('the end of the program') from late


class Report:
    """TAP, with a picture and the words of the screen where something failed."""

    def __init__(self, desk):
        self.desk = desk
        self.count = 0
        self.bad = 0

    def check(self, name, good=True):
        self.count += 1
        self.bad += not good
        print(('ok' if good else 'not ok'), self.count, '-', name, flush=True)

    def run(self, name, test):
        """One test; what it waits for in vain fails it."""
        began = time.monotonic()
        try:
            test()
            self.check(name)
        except Skip as reason:
            self.count += 1
            print('ok', self.count, '-', name, '# SKIP', reason, flush=True)
        except Exception as reason:  # whatever it is, it is told below
            self.check(name, False)
            print(f'# waited for {reason}' if isinstance(reason, Lost) else f'# {reason!r}')
            try:
                self.desk.shoot('way-failed')
                print('#', ' | '.join(self.desk.words())[:4000])
            except (GLib.Error, subprocess.SubprocessError):
                print('# the window is gone')
            if self.desk.started and self.desk.started.poll() is not None:
                print('# the program ended with', self.desk.started.returncode)
        print(f'# {time.monotonic() - began:.1f} s', flush=True)
        return self.bad == 0

    def end(self):
        print(f'1..{self.count}')
        return 1 if self.bad else 0


def main(tests):
    """Runs what is named on the command line; tests is a dictionary of functions of a desk."""
    desk = Desk(os.environ.get('FR_PICTURES', '/tmp'))
    report = Report(desk)
    try:
        for name in sys.argv[1:]:
            if not report.run(name, lambda name=name: tests[name](desk)):
                break
    finally:
        desk.leave()
    sys.exit(report.end())
