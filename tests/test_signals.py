"""Signals that ask a night to end: one exception, at whatever it does, and none while it tidies up."""

import os
import signal
import threading

import pytest

from podcaster.pipeline.signals import Interrupted, Signals

BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


def send(number):
    os.kill(os.getpid(), number)


@BOTH
def test_the_first_signal_interrupts_and_is_kept(number):
    signals = Signals()
    with pytest.raises(Interrupted), signals.caring():
        send(number)
    assert signals.caught == number


@BOTH
def test_an_impatient_user_does_not_disturb_the_end_in_good_order(number):
    signals = Signals()
    with signals.caring():
        with pytest.raises(Interrupted):
            send(signal.SIGINT)
        send(number)
        send(number)
    assert signals.caught == signal.SIGINT


@BOTH
def test_who_tidies_up_is_not_interrupted_and_knows_of_the_signal(number):
    signals = Signals(is_tidying=True)
    with signals.caring():
        send(number)
    assert signals.caught == number


def test_signals_are_afterwards_what_they_were():
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    with Signals().caring():
        assert [signal.getsignal(number) for number in numbers] != before
    assert [signal.getsignal(number) for number in numbers] == before
    with pytest.raises(ValueError, match="invalid literal"), Signals().caring():
        int("broken")
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_run_in_another_thread_leaves_the_signals_to_the_main_one():
    before, during = signal.getsignal(signal.SIGINT), []

    def run():
        with Signals().caring():
            during.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert during == [before]


def test_it_is_no_exception_that_a_stage_would_take_for_its_own():
    assert not issubclass(Interrupted, Exception)
