package io.shouyin.tlog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.kernel.Fault;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

final class TlogAssertions {

    private TlogAssertions() {}

    static void assertRefused(TlogRefusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(InstanceOfAssertFactories.type(Fault.class)).extracting(Fault::code).isEqualTo(refusal.name());
    }
}
