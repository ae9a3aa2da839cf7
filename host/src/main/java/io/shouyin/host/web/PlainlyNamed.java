package io.shouyin.host.web;

import io.shouyin.kernel.PlainName;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A name of somebody or something that shows what it is: [PlainName]. Null is left to others.
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainlyNamed.Validator.class)
public @interface PlainlyNamed {

    String message() default "{io.shouyin.host.web.PlainlyNamed.message}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<PlainlyNamed, String> {

        @Override
        public boolean isValid(String name, ConstraintValidatorContext context) {
            return name == null || PlainName.isPlain(name);
        }
    }
}
