package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.method.PreAuthorizeAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.util.SimpleMethodInvocation;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Keeps what [FreshLogin] promises, for whoever may do it at all: nobody is asked for a factor for what the role does not allow, and
/// who is refused for the role is in the audit log.
@Component
class FreshLoginCheck implements HandlerInterceptor, WebMvcConfigurer {

    private final RequiredFactors factors;
    private final PreAuthorizeAuthorizationManager roles = new PreAuthorizeAuthorizationManager();

    FreshLoginCheck(RequiredFactors factors, MethodSecurityExpressionHandler expressions) {
        this.factors = factors;
        roles.setExpressionHandler(expressions);
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(FreshLogin.class)) {
            var login = SecurityContextHolder.getContext().getAuthentication();
            requireRole(login, method);
            requireFresh(login);
        }
        return true;
    }

    private void requireRole(Authentication login, HandlerMethod method) {
        var allowed = roles.authorize(() -> login, new SimpleMethodInvocation(method.getBean(), method.getMethod()));
        if (allowed != null && !allowed.isGranted()) {
            throw new AuthorizationDeniedException("not for this role", allowed);
        }
    }

    private void requireFresh(Authentication login) {
        if (!(login.getPrincipal() instanceof Staff staff)) {
            throw new AccessDeniedException("for people only");
        }
        var stale = factors.stale(staff, login);
        if (!stale.isEmpty()) {
            throw new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.STEP_UP_REQUIRED, Map.of("factors", stale.stream().map(Enum::name).toList()), new HttpHeaders());
        }
    }
}
