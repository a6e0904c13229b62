Attribute VB_Name = "TrackbookPress"
Option Explicit

' What to do goes to Python as data, in a file; the Python source is this constant and nothing else.
Private Const PYTHON_SOURCE As String = "import macros_py.ribbon; macros_py.ribbon.press()"
Private Const MARKER As String = "Trackbook"

Public Sub Press(ByVal command As String)
    Dim why As String, book As String
    If Not ActiveWorkbook Is Nothing Then
        why = Refusal(ActiveWorkbook)
        book = ActiveWorkbook.FullName
    End If
    If why = "" Then
        If Not WriteRequest(RequestPath(), command, book) Then why = "The Trackbook add-in is not set up for you: run trackbook addin install, then try again."
    End If
    If why = "" Then
        RunPython PYTHON_SOURCE
    Else
        MsgBox why, vbExclamation, MARKER
    End If
End Sub

' Why nothing is done for this workbook; empty when there is no reason.
Public Function Refusal(ByVal book As Object) As String
    Dim sheet As Object, ending As String
    For Each sheet In book.Sheets
        ending = LCase$(sheet.Name)
        If Right$(ending, 5) = ".conf" Or Right$(ending, 3) = ".py" Then
            Refusal = "This workbook has a sheet named " & sheet.Name & ", a name that could choose what runs: rename the sheet, then try again."
            Exit Function
        End If
    Next sheet
End Function

Public Function IsTrackbook(ByVal book As Object) As Boolean
    Dim sheet As Object, table As Object
    If book Is Nothing Then Exit Function
    On Error Resume Next
    IsTrackbook = Len(CStr(book.CustomDocumentProperties(MARKER).Value)) > 0
    If IsTrackbook Then Exit Function
    For Each sheet In book.Worksheets
        For Each table In sheet.ListObjects
            Select Case LCase$(table.Name)
                Case "tblcompetencies", "tbllevels", "tbltracks"
                    IsTrackbook = True
                    Exit Function
            End Select
        Next table
    Next sheet
End Function

' Whether the request could be written.
Public Function WriteRequest(ByVal path As String, ByVal command As String, ByVal book As String) As Boolean
    Dim number As Integer
    number = FreeFile
    On Error Resume Next
    Open path For Output As #number
    Print #number, "{""command"": " & JsonText(command) & ", ""workbook"": " & JsonText(book) & "}"
    WriteRequest = (Err.Number = 0)
    Close #number
End Function

' A text as JSON, in plain ASCII whatever it holds.
Public Function JsonText(ByVal text As String) As String
    Dim at As Long, unit As Long, result As String
    For at = 1 To Len(text)
        unit = AscW(Mid$(text, at, 1)) And &HFFFF&
        If unit < 32 Or unit > 126 Or unit = 34 Or unit = 92 Then
            result = result & "\u" & Right$("000" & Hex$(unit), 4)
        Else
            result = result & ChrW$(unit)
        End If
    Next at
    JsonText = """" & result & """"
End Function

Public Function RequestPath() As String
    #If Mac Then
        ' Inside its sandbox, Excel's home is the container folder that it may write to without asking.
        RequestPath = Environ("HOME") & "/.trackbook/request.json"
    #Else
        RequestPath = Environ("USERPROFILE") & "\.trackbook\request.json"
    #End If
End Function

' What Python has not read, because it did not start, is not left lying about.
Public Sub ForgetRequest()
    On Error Resume Next
    Kill RequestPath()
End Sub
