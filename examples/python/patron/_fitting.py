"""Fit over parts: the model of all rows, to the last byte, wherever they lie."""
import ctypes

from ._assessment import Model
from ._errors import bytes_of, check
from ._handles import Context, Handle, made
from ._library import call, constants


class Fitting(Handle):
    """What one part says in one pass. Workers `add` their portfolios and `save`; a coordinator loads, merges, and goes on while `model` is None:

        plan = None
        while True:
            parts = [Fitting(plan, context=book.context).add(book).save() for book in books]
            whole = Fitting.merged(parts)
            model = whole.model()
            if model: break
            plan = whole.next()
    """

    KIND = "fitting"

    def __init__(self, plan=None, policy=None, context=None):
        context = context or (policy.context if policy else Context())
        super().__init__(made(call.fitting_create, context, policy, plan, len(plan or b""), context=context), context)

    @classmethod
    def load(cls, data, policy=None, context=None):
        fitting, context = cls.__new__(cls), context or (policy.context if policy else Context())
        Handle.__init__(fitting, made(call.fitting_load, context, policy, data, len(data), context=context), context)
        return fitting

    @classmethod
    def merged(cls, parts, policy=None, context=None):
        """One fitting of the bytes of many, in any order."""
        first, *others = parts
        whole = cls.load(first, policy, context)
        for other in others:
            whole.merge(cls.load(other, policy, whole.context))
        return whole

    def add(self, portfolio):
        """Takes the customers of a portfolio of the same context into this pass."""
        check(call.fitting_accumulate(self, portfolio), self.context)
        return self

    def merge(self, other):
        check(call.fitting_merge(self, other), self.context)
        return self

    def save(self):
        return bytes_of(call.fitting_save, self, context=self.context)

    def next(self):
        """The plan of the next pass, as bytes; None: no further one is needed."""
        return bytes_of(call.fitting_next, self, context=self.context)

    def model(self):
        """The model; None: one more pass is needed."""
        pointer = ctypes.c_void_p()
        status = call.fitting_model(self, ctypes.byref(pointer))
        if status == constants.UNKNOWN:
            return None
        check(status, self.context)
        return Model(pointer, self.context)
