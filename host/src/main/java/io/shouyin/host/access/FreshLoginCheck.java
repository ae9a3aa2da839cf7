package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Keeps what [FreshLogin] promises. Whether the caller may do it at all is judged after this, so a refusal here tells nothing.
@Component
class FreshLoginCheck implements HandlerInterceptor, WebMvcConfigurer {

    private final AccessSettings settings;
    private final InstantSource time;

    FreshLoginCheck(AccessSettings settings, InstantSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(FreshLogin.class)) {
            require(SecurityContextHolder.getContext().getAuthentication());
        }
        return true;
    }

    private void require(Authentication login) {
        if (login == null || !(login.getPrincipal() instanceof Staff staff)) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, WebRefusal.ACCESS_DENIED);
        }
        var counting = counting(staff);
        if (counting.stream().noneMatch(factor -> fresh(factor, login))) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.STEP_UP_REQUIRED,
                    Map.of("factors", counting.stream().map(Enum::name).toList()), new HttpHeaders());
        }
    }

    private Set<LoginFactor> counting(Staff staff) {
        var asked = settings.profile().asked(staff.enrolled());
        return asked.isEmpty() ? EnumSet.of(LoginFactor.PASSWORD) : asked;
    }

    private boolean fresh(LoginFactor factor, Authentication login) {
        var required = AllRequiredFactorsAuthorizationManager.builder()
                .requireFactor(RequiredFactor.withAuthority(factor.authority()).validDuration(settings.stepUpAgeMax()).build()).build();
        required.setClock(time.withZone(ZoneOffset.UTC));
        return required.authorize(() -> login, login).isGranted();
    }
}
