package io.shouyin.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The self-test finds each of the [WrongAlgorithms]: vault and payment cryptography are loaded once more for each, with one function of
/// them calling the wrong one.
class SelfTestMutantsTest {

    private static final String PAYCRYPTO = "io.shouyin.paycrypto.";

    static Stream<Method> wrong() {
        return Arrays.stream(WrongAlgorithms.class.getMethods()).filter(method -> method.isAnnotationPresent(WrongAlgorithms.InPlaceOf.class));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void selfTest_withAWrongAlgorithm_fails(Method wrong) throws Exception {
        Mutant mutant = new Mutant(wrong);
        assertThat(mutant.selfTest()).as(wrong.getName()).containsValue(false);
        assertThat(mutant.replaced).isEqualTo(1);
    }

    /// So it is the mutants that it finds, not the way they are loaded.
    @Test
    void selfTest_withoutAWrongAlgorithm_passes() throws Exception {
        assertThat(new Mutant(null).selfTest()).hasSizeGreaterThan(30).doesNotContainValue(false);
    }

    /// Loads this product's classes itself, and puts one function of one of them in the place of another.
    private static final class Mutant extends ClassLoader {

        private final Method wrong;
        private int replaced;

        /// @param wrong null for none
        Mutant(Method wrong) {
            super(SelfTestMutantsTest.class.getClassLoader());
            this.wrong = wrong;
        }

        @SuppressWarnings("unchecked")
        Map<String, Boolean> selfTest() throws ReflectiveOperationException {
            return (Map<String, Boolean>) loadClass(SoftSecurityModule.class.getName()).getMethod("selfTest").invoke(null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.shouyin.vault.") && !name.startsWith(PAYCRYPTO)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : defined(name);
            }
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] compiled = in.readAllBytes();
                byte[] bytes = isTarget(name) ? mutated(compiled) : compiled;
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isTarget(String name) {
            return wrong != null && name.equals(PAYCRYPTO + wrong.getAnnotation(WrongAlgorithms.InPlaceOf.class).type());
        }

        private byte[] mutated(byte[] compiled) {
            ClassFile file = ClassFile.of();
            return file.transformClass(file.parse(compiled), (builder, element) -> {
                if (element instanceof MethodModel method && isReplaced(method)) {
                    replaced++;
                    builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), this::callOfTheWrongOne);
                } else {
                    builder.with(element);
                }
            });
        }

        private boolean isReplaced(MethodModel method) {
            MethodTypeDesc type = method.methodTypeSymbol();
            ClassDesc owner = method.parent().orElseThrow().thisClass().asSymbol();
            MethodTypeDesc called = method.flags().has(AccessFlag.STATIC) ? type : type.insertParameterTypes(0, owner);
            return method.methodName().equalsString(wrong.getAnnotation(WrongAlgorithms.InPlaceOf.class).function()) && called.equals(wrongType());
        }

        private MethodTypeDesc wrongType() {
            return MethodType.methodType(wrong.getReturnType(), wrong.getParameterTypes()).describeConstable().orElseThrow();
        }

        private void callOfTheWrongOne(CodeBuilder code) {
            int slot = 0;
            for (ClassDesc parameter : wrongType().parameterList()) {
                TypeKind kind = TypeKind.from(parameter);
                code.loadLocal(kind, slot);
                slot += kind.slotSize();
            }
            code.invokestatic(WrongAlgorithms.class.describeConstable().orElseThrow(), wrong.getName(), wrongType());
            code.return_(TypeKind.from(wrong.getReturnType().describeConstable().orElseThrow()));
        }
    }
}
