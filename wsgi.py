from lms import create_app
from lms.core.turns import one_at_a_time

app = create_app()
app.wsgi_app = one_at_a_time(app.wsgi_app)  # type: ignore[method-assign]
