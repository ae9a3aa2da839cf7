package io.shouyin.host.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A day or a time of the years 1970 to 9999: what databases and calendars can hold. Null is left to others.
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {OrdinaryTime.OfInstant.class, OrdinaryTime.OfDay.class})
public @interface OrdinaryTime {

    String message() default "{io.shouyin.host.web.OrdinaryTime.message}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class OfDay implements ConstraintValidator<OrdinaryTime, LocalDate> {

        @Override
        public boolean isValid(LocalDate day, ConstraintValidatorContext context) {
            return day == null || day.getYear() >= 1970 && day.getYear() <= 9999;
        }
    }

    class OfInstant implements ConstraintValidator<OrdinaryTime, Instant> {

        private static final Instant END = LocalDate.of(10_000, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);

        @Override
        public boolean isValid(Instant time, ConstraintValidatorContext context) {
            return time == null || !time.isBefore(Instant.EPOCH) && time.isBefore(END);
        }
    }
}
